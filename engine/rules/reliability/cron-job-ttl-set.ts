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
    if (at?.scalar) yield { at, onKey: true, data: { title: titleOf(resource), seconds: at.scalar.text } };
  },

  message: ({ title, seconds }) =>
    `${title} sets ttlSecondsAfterFinished to ${seconds}, so its Jobs are deleted even if the history limits would keep them.`,

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
