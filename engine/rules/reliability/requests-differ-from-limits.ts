import { resourcePairs } from "../../kubernetes/resources.ts";
import { names } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "requests-differ-from-limits",
  category: "reliability",
  severity: "hint",
  since: "0.1.0",
  // A spare between request and limit is what most pods share a node for.
  presets: [],
  peers: {
    "kube-score": [
      "container-resource-requests-equal-limits",
      "container-cpu-requests-equal-limits",
      "container-memory-requests-equal-limits",
      "container-ephemeral-storage-request-equals-limit",
    ],
  },
  summary: "A container may use more of a resource than is set aside for it.",
  why: "Its node may have promised the difference to others, and memory cannot be taken back without ending a process.",
  links: ["https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/"],
  options: { resources: names("Resources whose request must be the limit.", ["memory"]) },
  on: workloads,

  *check(workload, { options }) {
    for (const pair of resourcePairs(workload)) {
      // The API server refuses a request above the limit, which another rule says.
      if (!options.resources.includes(pair.resource) || pair.limited <= pair.requested) continue;
      const written = { request: pair.request.scalar?.text, limit: pair.limit.scalar?.text };
      yield { at: pair.request, data: { ...pair, written } };
    }
  },

  message: ({ subject, resource, written: { request, limit } }) =>
    `${subject} requests ${request} of ${resource} but may use ${limit}, which its node need not have when it is asked for.`,

  fixes: [
    {
      // Review: the scheduler sets more aside, so fewer pods fit on a node.
      class: "review",
      title: ({ written }) => `Request ${written.limit}, as much as the limit`,
      edits: ({ at, data: { limit } }, edit) => [edit.setValue(at, limit.value ?? "")],
    },
  ],
});
