import { resourceTitle } from "../../kubernetes/resource-names.ts";
import { resourcePairs } from "../../kubernetes/resources.ts";
import { names } from "../../rule/options.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "requests-differ-from-limits",
  category: "reliability",
  severity: "hint",
  since: "0.1.0",
  // Most pods share a node well because their limits are above their requests.
  presets: [],
  peers: {
    "kube-score": [
      "container-resource-requests-equal-limits",
      "container-cpu-requests-equal-limits",
      "container-memory-requests-equal-limits",
      "container-ephemeral-storage-request-equals-limit",
    ],
  },
  summary: "A resource request is lower than its limit.",
  why: "The node reserves only the request, so the rest might be in use by other pods. Memory that is in use can be reclaimed only by evicting or killing pods.",
  links: ["https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/"],
  options: { resources: names("Resources whose request must equal the limit.", ["memory"]) },
  on: workloads,

  *check(workload, { options }) {
    for (const pair of resourcePairs(workload)) {
      // A separate rule reports a request above the limit.
      if (!options.resources.includes(pair.resource) || pair.limited <= pair.requested) continue;
      const texts = { request: pair.request.scalar?.text, limit: pair.limit.scalar?.text };
      yield { at: pair.request, data: { ...pair, texts } };
    }
  },

  message: ({ subject, resource, texts: { request, limit } }) => {
    const consequence =
      resource === "cpu"
        ? "it can run slower than expected on a busy node"
        : `${podText(subject)} can be evicted when the node runs low on ${resource}`;
    return `${subject} requests ${request} of ${resourceTitle(resource)} but can use up to ${limit}, so ${consequence}.`;
  },

  fixClasses: ["review"],
  *fixes({ data: { resource, texts, limit }, at }, edit) {
    // Review: the scheduler reserves more, so fewer pods fit on a node.
    yield {
      class: "review",
      title: `Set the ${resourceTitle(resource)} request to ${texts.limit}`,
      edits: [edit.setValue(at, limit.value ?? "")],
    };
  },
});

/** Only whole pods are evicted, not a single container. */
function podText(subject: string): string {
  if (/^Pod\b/.test(subject)) return "it";
  return subject.startsWith("Container ") ? "its pod" : "its pods";
}
