import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { timeZoneProblem } from "../../kubernetes/time-zones.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "cron-job-time-zone-unknown",
  category: "reliability",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A CronJob's time zone is not in the IANA time zone database.",
  why: "The API server accepts only names from that database, in their exact case. It rejects abbreviations such as PST and offsets such as +02:00.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones"],
  on: kinds("batch/CronJob"),

  *check(resource) {
    const at = resource.root.at("spec", "timeZone");
    const zone = at?.string;
    if (!at || zone === undefined || isTemplated(zone)) return;
    const problem = timeZoneProblem(zone);
    if (problem) yield { at, data: { title: titleOf(resource), zone, instead: problem.instead } };
  },

  message: ({ title, zone }) =>
    `${title} sets timeZone to "${zone}", which is not in the IANA time zone database, so the API server rejects it.`,

  fixClasses: ["safe"],
  *fixes({ data: { instead }, at }, edit) {
    if (instead !== undefined) {
      // Safe: the API server rejects the name, and only one time zone can be meant.
      yield { class: "safe", title: `Set timeZone to ${instead}`, edits: [edit.setValue(at, instead)] };
    }
  },
});
