import { placeholder } from "../../edits/edit.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "job-ttl-missing",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  // Tools such as Argo CD would recreate a deleted Job.
  presets: ["kube-linter"],
  peers: { "kube-linter": ["job-ttl-seconds-after-finished"] },
  summary: "A Job has no ttlSecondsAfterFinished.",
  why: "Finished Jobs and their pods stay until someone deletes them, and thousands of them slow down the control plane.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/"],
  on: kinds("batch/Job"),

  *check(job) {
    const { root, anchor } = job;
    if (!isUnset(root, "spec", "ttlSecondsAfterFinished")) return;
    yield { at: anchor, data: { title: titleOf(job), root } };
  },

  message: ({ title }) =>
    `${title} has no ttlSecondsAfterFinished, so the finished Job and its pods stay in the cluster until someone deletes them.`,

  fixClasses: ["template"],
  *fixes({ data: { root } }, edit) {
    // Template: only its authors know how long the logs are needed.
    yield {
      class: "template",
      title:
        "Set ttlSecondsAfterFinished to 86400 (deletes the Job, its pods and their logs a day after it finishes)",
      edits: [
        edit.set(root, ["spec", "ttlSecondsAfterFinished"], placeholder(86400), { before: ["template"] }),
      ],
    };
  },
});
