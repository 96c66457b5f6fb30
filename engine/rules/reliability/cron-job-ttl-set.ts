import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "cron-job-ttl-set",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["kube-linter"],
  peers: { "kube-linter": ["job-ttl-seconds-after-finished"] },
  summary: "A CronJob sets ttlSecondsAfterFinished on its Jobs.",
  why: "The history limits already delete old Jobs. The TTL can delete Jobs and their logs that the history limits would keep.",
  links: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#jobs-history-limits",
    "https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/",
  ],
  on: kinds("batch/CronJob"),

  *check(resource) {
    const at = resource.root.at("spec", "jobTemplate", "spec", "ttlSecondsAfterFinished");
    if (!at?.scalar) return;
    const { text } = at.scalar;
    yield { at, onKey: true, data: { title: titleOf(resource), text, delay: delayText(at.number) } };
  },

  message: ({ title, text, delay }) =>
    `${title} sets ttlSecondsAfterFinished to ${text}, so its Jobs are deleted ${delay}even if the history limits would keep them.`,

  fixClasses: ["review"],
  *fixes({ at }, edit) {
    // Review: finished Jobs are kept longer.
    yield {
      class: "review",
      title: "Remove ttlSecondsAfterFinished (the history limits still delete old Jobs)",
      edits: [edit.remove(at)],
    };
  },
});

const units = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** `5 minutes after they finish, `; empty if the number is filled in later. */
function delayText(seconds: number | undefined): string {
  if (seconds === undefined || seconds < 0) return "";
  if (seconds === 0) return "as soon as they finish, ";
  const [unit, length] = units.find(([, size]) => seconds % size === 0) ?? units[3];
  const count = seconds / length;
  return `${count} ${unit}${count === 1 ? "" : "s"} after they finish, `;
}
