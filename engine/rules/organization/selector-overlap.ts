import { readSelector } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../lint/rule.ts";
import { folderOf } from "../../text/uri.ts";
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
  presets: ["recommended"],
  summary: "A workload's selector also selects the pods of another workload.",
  why: "Autoscalers count the pods of both workloads, and `kubectl logs` and `kubectl exec` can pick a pod of the wrong one.",
  links: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector",
    "https://github.com/kubernetes/kubernetes/issues/75957",
  ],
  asksWorkspace: true,
  on: kinds(...controllers),

  *check(resource, { workspace, uri }) {
    const at = resource.root.at("spec", "selector");
    const selector = at?.isMap ? readSelector(at) : undefined;
    const { namespace, name } = resource;
    const role = workspace.kustomize(uri);
    if (!at || !selector || selector.length === 0 || name === undefined) return;
    if (role.labels || role.patch || role.namespace) return;
    const others = workspace.selectedBy(selector, namespace).workloads.filter(
      (other) =>
        controllers.includes(other.groupKind) &&
        // The same name is usually the same workload, for another cluster or as another kind.
        other.name !== undefined &&
        other.name !== name &&
        isApplied(other),
    );
    const [other] = others;
    if (!other) return;
    const kind = other.groupKind.slice(other.groupKind.indexOf("/") + 1);
    yield {
      at,
      onKey: true,
      data: { title: titleOf(resource), other: `${kind} "${other.name}"`, more: others.length - 1 },
      related: others.map(({ place }) => ({ at: place, message: "The selector also matches these pods" })),
    };

    /** Folders often contain several variants of one example, of which only one is applied. */
    function isApplied({ namespace: otherNamespace, place }: WorkloadFacts): boolean {
      if (place.uri === uri) return otherNamespace === namespace;
      const isNamed = namespace !== undefined && namespace !== "default" && otherNamespace === namespace;
      return isNamed && folderOf(place.uri) === folderOf(uri);
    }
  },

  message: ({ title, other, more }) => {
    const others = more === 0 ? other : `${other} and ${more} more`;
    return `The selector of ${title} also matches the pods of ${others}, so autoscalers and kubectl logs treat them as its own.`;
  },
});
