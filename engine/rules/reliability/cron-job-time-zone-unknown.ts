import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { timeZoneProblem } from "../../kubernetes/time-zones.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "cron-job-time-zone-unknown",
  category: "reliability",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A CronJob names a time zone that does not exist.",
  why: "The API server refuses it: a time zone is named as in the IANA database, with upper and lower case.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones"],
  on: kinds("batch/CronJob"),

  *check(resource) {
    const at = resource.root.at("spec", "timeZone");
    const zone = at?.string;
    if (!at || zone === undefined || isTemplated(zone)) return;
    const problem = timeZoneProblem(zone);
    if (problem) yield { at, data: { title: titleOf(resource), zone, instead: problem.instead } };
  },

  message: ({ title, zone }) => `The API server refuses ${title}, because there is no time zone "${zone}".`,

  fixes: [
    {
      // Safe: the name was refused, and one zone has it.
      class: "safe",
      title: ({ instead }) => `Write ${instead}`,
      edits: ({ at, data: { instead } }, edit) =>
        instead === undefined ? undefined : [edit.setValue(at, instead)],
    },
  ],
});
