import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "cron-job-ttl-set",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["kube-linter"],
  peers: { "kube-linter": ["job-ttl-seconds-after-finished"] },
  summary: "Two rules of a CronJob say how long its runs are kept.",
  why: "The history limits have values even where they are not written, and whichever rule comes first deletes a run.",
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
    `The runs of ${title} are deleted ${seconds} seconds after they end, or earlier by its history limits.`,

  fixes: [
    {
      // Review: runs are kept for longer where they are few.
      class: "review",
      title: () => "Leave it to the history limits",
      edits: ({ at }, edit) => [edit.remove(at)],
    },
  ],
});
