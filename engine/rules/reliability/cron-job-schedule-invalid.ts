import { cronProblem } from "../../kubernetes/cron.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "cron-job-schedule-invalid",
  category: "reliability",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A CronJob's schedule is invalid.",
  why: "The API server rejects the CronJob. Other schedulers accept seconds, a 7 for Sunday or letters such as L, but Kubernetes does not.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax"],
  on: kinds("batch/CronJob"),

  *check(resource, { settings }) {
    const at = resource.root.at("spec", "schedule");
    const schedule = at?.string;
    if (!at || schedule === undefined || isTemplated(schedule)) return;
    // A placeholder that a tool replaces.
    if (schedule !== "" && !/[\d*@]/.test(schedule)) return;
    // Before 1.29, the API server accepted a time zone before the fields.
    if (/^\s*(?:CRON_)?TZ=/.test(schedule) && !isAtLeast(settings.kubernetesVersion, "1.29")) return;
    const problem = cronProblem(schedule);
    if (problem)
      yield {
        at,
        data: { title: titleOf(resource), root: resource.root, schedule: schedule.slice(0, 100), ...problem },
      };
  },

  message: ({ title, schedule, reason }) =>
    `${title} has an invalid schedule "${schedule}" (${reason}), so the API server rejects it.`,

  fixClasses: ["review", "safe"],
  *fixes({ at, data: { root, instead, zone } }, edit) {
    if (instead === undefined) return;
    const schedule = edit.setValue(at, instead);
    if (instead.startsWith("@")) {
      // Safe: the API server rejects the macro, and only its case is wrong.
      yield { class: "safe", title: `Set schedule to "${instead}"`, edits: [schedule] };
      return;
    }
    // Review: the CronJob starts to run, and only the user can tell whether the times are right.
    yield {
      class: "review",
      title: `Set schedule to "${instead}"${zone === undefined ? "" : ` and timeZone to ${zone}`}`,
      edits:
        zone === undefined
          ? [schedule]
          : [schedule, edit.set(root, ["spec", "timeZone"], zone, { after: ["schedule"] })],
    };
  },
});
