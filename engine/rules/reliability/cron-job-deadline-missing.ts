import { placeholder } from "../../edits/edit.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "cron-job-deadline-missing",
  category: "reliability",
  severity: "hint",
  since: "0.1.0",
  // A late run is usually better than no run.
  presets: [],
  peers: { "kube-score": ["cronjob-has-deadline"] },
  summary: "A CronJob does not limit how late a run can start.",
  why: "After an outage of the control plane, the last missed run starts at once, even if it was scheduled for a quiet hour.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline"],
  on: kinds("batch/CronJob"),

  *check(resource) {
    const { root, anchor } = resource;
    if (!root.at("spec", "schedule") || !isUnset(root, "spec", "startingDeadlineSeconds")) return;
    yield { at: anchor, data: { title: titleOf(resource), root } };
  },

  message: ({ title }) =>
    `${title} has no startingDeadlineSeconds, so a run that is missed during an outage can start hours late.`,

  fixClasses: ["template"],
  *fixes({ data: { root } }, edit) {
    // Template: only its authors know how late is too late.
    yield {
      class: "template",
      title: "Set startingDeadlineSeconds (skips a run that would start later)",
      edits: [
        edit.set(root, ["spec", "startingDeadlineSeconds"], placeholder(600), {
          after: ["schedule", "timeZone"],
        }),
      ],
    };
  },
});
