import { placeholder } from "../../edits/edit.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

/** Schedules with at least one run in each hour of each day. */
const runsEachHour = /^\s*(?:@hourly|\S+(?:\s+\*){4})\s*$/;

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
    const schedule = root.at("spec", "schedule");
    if (!schedule || !isUnset(root, "spec", "startingDeadlineSeconds")) return;
    // Only the last missed run starts, which is at most an hour late.
    if (runsEachHour.test(schedule.string ?? "")) return;
    yield { at: anchor, data: { title: titleOf(resource), root } };
  },

  message: ({ title }) =>
    `${title} has no startingDeadlineSeconds, so a run that is missed during an outage can start long after its scheduled time.`,

  fixClasses: ["template"],
  *fixes({ data: { root } }, edit) {
    // Template: only its authors know how late is too late.
    yield {
      class: "template",
      title: "Set startingDeadlineSeconds to 600 (runs that are more than 10 minutes late are skipped)",
      edits: [
        edit.set(root, ["spec", "startingDeadlineSeconds"], placeholder(600), {
          after: ["schedule", "timeZone"],
        }),
      ],
    };
  },
});
