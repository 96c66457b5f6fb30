import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { placeholder } from "../../lint/edit.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "job-ttl-missing",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  // Tools that keep a cluster as their files say would make a Job again that has gone.
  presets: ["kube-linter"],
  peers: { "kube-linter": ["job-ttl-seconds-after-finished"] },
  summary: "A Job stays in the cluster when it has ended.",
  why: "It and its pods are kept until somebody deletes them, and thousands of them slow the control plane down.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/"],
  on: kinds("batch/Job"),

  *check(job) {
    const { root, anchor } = job;
    if (!isUnset(root, "spec", "ttlSecondsAfterFinished")) return;
    yield { at: anchor, data: { title: titleOf(job), root } };
  },

  message: ({ title }) =>
    `${title} has no ttlSecondsAfterFinished, so it and its pods stay when they have ended.`,

  fixes: [
    {
      // Template: for how long its logs are wanted, its authors know.
      class: "template",
      title: () => "Delete it some time after it has ended",
      edits: ({ data: { root } }, edit) => [
        edit.set(root, ["spec", "ttlSecondsAfterFinished"], placeholder(86400), { before: ["template"] }),
      ],
    },
  ],
});
