import { resourcePairs } from "../../kubernetes/resources.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "request-above-limit",
  category: "reliability",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A container requests more of a resource than its limit allows.",
  why: "The API server refuses the pods, so the workload never gets one.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#requests-and-limits",
  ],
  on: workloads,

  *check(workload) {
    for (const pair of resourcePairs(workload)) {
      if (pair.requested <= pair.limited) continue;
      const written = { request: pair.request.scalar?.text, limit: pair.limit.scalar?.text };
      const related = [{ at: pair.limit, message: "The limit stands here." }];
      yield { at: pair.request, data: { ...pair, written }, related };
    }
  },

  message: ({ subject, resource, written: { request, limit } }) =>
    `${subject} requests ${request} of ${resource} but is limited to ${limit}, so the API server refuses it.`,

  fixes: [
    {
      // Review: whether the one or the other is wrong, the text does not say.
      class: "review",
      title: ({ written }) => `Request ${written.limit}, as much as the limit`,
      edits: ({ at, data: { limit } }, edit) => [edit.setValue(at, limit.value ?? "")],
    },
    {
      // Review: as above.
      class: "review",
      title: ({ written }) => `Raise the limit to ${written.request}`,
      edits: ({ data: { request, limit } }, edit) => [edit.setValue(limit, request.value ?? "")],
    },
  ],
});
