import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { placeholder } from "../../lint/edit.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "cron-job-deadline-missing",
  category: "reliability",
  severity: "hint",
  since: "0.1.0",
  // A late run is mostly better than none.
  presets: [],
  peers: { "kube-score": ["cronjob-has-deadline"] },
  summary: "A CronJob does not say how late a run may begin.",
  why: "After an outage of the control plane, a run that was due long ago begins at whatever time that ends.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline"],
  on: kinds("batch/CronJob"),

  *check(resource) {
    const { root, anchor } = resource;
    if (!root.at("spec", "schedule") || !isUnset(root, "spec", "startingDeadlineSeconds")) return;
    yield { at: anchor, data: { title: titleOf(resource), root } };
  },

  message: ({ title }) =>
    `${title} has no startingDeadlineSeconds, so after an outage a run begins however late it is.`,

  fixes: [
    {
      // Template: how late is too late, its authors know.
      class: "template",
      title: () => "Set a deadline",
      edits: ({ data: { root } }, edit) => [
        edit.set(root, ["spec", "startingDeadlineSeconds"], placeholder(600), {
          after: ["schedule", "timeZone"],
        }),
      ],
    },
  ],
});
