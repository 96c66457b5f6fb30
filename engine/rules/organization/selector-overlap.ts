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
  why: "Autoscalers, disruption budgets and `kubectl logs` take the pods of both for one workload's.",
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
        // The same name is the same workload, written for another cluster or as another kind.
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
      related: others.map(({ place }) => ({ at: place, message: "Its pods are selected as well." })),
    };

    /** Folders often hold several variants of one example, of which only one is applied. */
    function isApplied({ namespace: theirs, place }: WorkloadFacts): boolean {
      if (place.uri === uri) return theirs === namespace;
      const isNamed = namespace !== undefined && namespace !== "default" && theirs === namespace;
      return isNamed && folderOf(place.uri) === folderOf(uri);
    }
  },

  message: ({ title, other, more }) => {
    const others = more === 0 ? other : `${other} and ${more} more`;
    return `${title} selects the pods of ${others}, too, so autoscalers and kubectl take them for its own.`;
  },
});
