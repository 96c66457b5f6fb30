import { readSelector, type Selector } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, inWorkspace, kinds } from "../../rule/rule.ts";
import { folderOf } from "../../text/uri.ts";
import type { Place } from "../../workspace/facts.ts";
import type { WorkloadFacts } from "../../workspace/pods.ts";

const controllers: readonly string[] = [
  "apps/DaemonSet",
  "apps/Deployment",
  "apps/ReplicaSet",
  "apps/StatefulSet",
];

export default defineRule({
  id: "selector-overlap",
  category: "organization",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  summary: "A workload's selector also selects the pods of another workload.",
  why: "Autoscalers count the pods of both workloads, and `kubectl logs` and `kubectl exec` can pick a pod of the wrong one.",
  links: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector",
    "https://github.com/kubernetes/kubernetes/issues/75957",
  ],
  on: inWorkspace(kinds(...controllers)),

  *check(resource, { workspace, uri, document }) {
    const at = resource.root.at("spec", "selector");
    const selector = at?.isMap ? readSelector(at) : undefined;
    const { namespace, name } = resource;
    const role = workspace.kustomize(uri);
    if (!at || !selector || selector.length === 0 || name === undefined) return;
    if (role.labels || role.patch || role.namespace) return;
    const overlapping = workspace.selectedBy(selector, namespace).workloads.filter(
      (workload) =>
        controllers.includes(workload.groupKind) &&
        // The same name usually means the same workload, for a different cluster or as a different kind.
        workload.name !== undefined &&
        workload.name !== name &&
        isApplied(workload),
    );
    const [first] = overlapping;
    if (!first) return;
    const isEqual = (workload: WorkloadFacts) => hasSelector(workload, selector);
    // The first of several workloads with the same selector represents all of them.
    if (overlapping.some((workload) => isEqual(workload) && isBefore(workload.place, { uri, document })))
      return;
    const kind = first.groupKind.slice(first.groupKind.indexOf("/") + 1);
    yield {
      at,
      onKey: true,
      data: {
        title: titleOf(resource),
        isDaemonSet: resource.kind === "DaemonSet",
        first: `${kind} "${first.name}"`,
        more: overlapping.length - 1,
        isShared: overlapping.every(isEqual),
      },
      related: overlapping.map(({ place }) => ({
        at: place,
        message: "The selector also matches these pods",
      })),
    };

    /** Folders often contain several variants of one example, only one of which is applied. */
    function isApplied({ namespace: otherNamespace, place }: WorkloadFacts): boolean {
      if (place.uri === uri) return otherNamespace === namespace;
      const isNamed = namespace !== undefined && namespace !== "default" && otherNamespace === namespace;
      return isNamed && folderOf(place.uri) === folderOf(uri);
    }
  },

  message: ({ title, isDaemonSet, first, more, isShared }) => {
    const workloads = more === 0 ? first : `${first} and ${more} other workload${more === 1 ? "" : "s"}`;
    // An autoscaler cannot scale a DaemonSet.
    if (isShared)
      return `${title} has the same selector as ${workloads}, so ${isDaemonSet ? "kubectl logs and kubectl exec" : "autoscalers and kubectl logs"} cannot tell their pods apart.`;
    return `The selector of ${title} also matches the pods of ${workloads}, so ${isDaemonSet ? "kubectl logs and kubectl exec can pick one of them" : "autoscalers count those pods too, and kubectl logs can pick one of them"}.`;
  },
});

function hasSelector({ selectors, groupKind }: WorkloadFacts, selector: Selector): boolean {
  const kind = groupKind.slice(groupKind.indexOf("/") + 1);
  const ownSelector = selectors.find(({ owner }) => owner === kind)?.selector;
  return ownSelector !== undefined && textOf(ownSelector) === textOf(selector);
}

function textOf(selector: Selector): string {
  return selector
    .map((requirement) => JSON.stringify(requirement))
    .sort()
    .join();
}

function isBefore(first: Pick<Place, "uri" | "document">, second: Pick<Place, "uri" | "document">): boolean {
  return first.uri === second.uri ? first.document < second.document : first.uri < second.uri;
}
