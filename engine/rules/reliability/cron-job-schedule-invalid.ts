import { cronProblem } from "../../kubernetes/cron.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "cron-job-schedule-invalid",
  category: "reliability",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A CronJob's schedule is invalid.",
  why: "The API server rejects it. Other schedulers accept seconds, a seventh day or words such as L, which Kubernetes does not.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax"],
  on: kinds("batch/CronJob"),

  *check(resource, { settings }) {
    const at = resource.root.at("spec", "schedule");
    const schedule = at?.string;
    if (!at || schedule === undefined || isTemplated(schedule)) return;
    // A placeholder of some tool.
    if (schedule !== "" && !/[\d*@]/.test(schedule)) return;
    // Before 1.29, a time zone in front was let through.
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

  fixes: [
    {
      // Review: it runs from now on; whether at the times that were meant, a person must see.
      class: "review",
      title: ({ instead, zone }) => `Use "${instead}"${zone === undefined ? "" : ` in ${zone}`}`,
      edits: ({ at, data: { root, instead, zone } }, edit) => {
        if (instead === undefined || instead.startsWith("@")) return undefined;
        const schedule = edit.setValue(at, instead);
        if (zone === undefined) return [schedule];
        return [schedule, edit.set(root, ["spec", "timeZone"], zone, { after: ["schedule"] })];
      },
    },
    {
      // Safe: the API server rejected the word, and only its case differs.
      class: "safe",
      title: ({ instead }) => `Use ${instead}`,
      edits: ({ at, data: { instead } }, edit) =>
        instead?.startsWith("@") ? [edit.setValue(at, instead)] : undefined,
    },
  ],
});
