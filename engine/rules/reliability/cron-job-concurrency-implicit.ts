import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "cron-job-concurrency-implicit",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  summary: "A CronJob does not set concurrencyPolicy.",
  why: "The default, Allow, starts a Job even if the last one is still running, so slow Jobs pile up.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy"],
  on: kinds("batch/CronJob"),

  *check(resource) {
    const { root, anchor } = resource;
    if (!root.at("spec", "schedule") || !isUnset(root, "spec", "concurrencyPolicy")) return;
    yield { at: anchor, data: { title: titleOf(resource), root } };
  },

  message: ({ title }) =>
    `${title} does not set concurrencyPolicy, so Jobs that outlast the schedule interval run concurrently and can pile up.`,

  fixClasses: ["review"],
  *fixes({ data: { root } }, edit) {
    // Review: a run is skipped while the previous one is still running.
    yield {
      class: "review",
      title: "Set concurrencyPolicy to Forbid (skips a run if the previous one is still running)",
      edits: [edit.set(root, ["spec", "concurrencyPolicy"], "Forbid", { after: ["schedule", "timeZone"] })],
    };
  },
});
