import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "cron-job-concurrency-implicit",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  summary: "A CronJob does not say whether a run may begin before the last one has ended.",
  why: "It may then, and runs that take longer than their interval pile up.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy"],
  on: kinds("batch/CronJob"),

  *check(resource) {
    const { root, anchor } = resource;
    if (!root.at("spec", "schedule") || !isUnset(root, "spec", "concurrencyPolicy")) return;
    yield { at: anchor, data: { title: titleOf(resource), root } };
  },

  message: ({ title }) =>
    `${title} has no concurrencyPolicy, so runs that take longer than their interval pile up.`,

  fixes: [
    {
      // Review: a run that is due while another one is on does not take place.
      class: "review",
      title: () => "Leave out runs that would overlap",
      edits: ({ data: { root } }, edit) => [
        edit.set(root, ["spec", "concurrencyPolicy"], "Forbid", { after: ["schedule", "timeZone"] }),
      ],
    },
  ],
});
