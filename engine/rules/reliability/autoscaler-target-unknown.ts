import { autoscalerOf } from "../../kubernetes/autoscalers.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../lint/rule.ts";
import { folderOf } from "../../text/uri.ts";
import type { ResourceFacts } from "../../workspace/facts.ts";

/** The versions that are served today. */
const versions: Readonly<Record<string, string>> = {
  apps: "apps/v1",
  "": "v1",
  "argoproj.io": "argoproj.io/v1alpha1",
};

const scalable = [
  "apps/Deployment",
  "apps/StatefulSet",
  "apps/ReplicaSet",
  "/ReplicationController",
  "apps.openshift.io/DeploymentConfig",
  "argoproj.io/Rollout",
];

export default defineRule({
  id: "autoscaler-target-unknown",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: {
    "kube-linter": ["dangling-horizontalpodautoscaler"],
    "kube-score": ["horizontalpodautoscaler-has-target"],
    kubescape: ["C-0300"],
  },
  summary: "An autoscaler's target is not there, and a workload nearby looks like the one it is meant for.",
  why: "Nothing fails when it is applied, but nothing is ever scaled.",
  links: ["https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"],
  asksWorkspace: true,
  on: kinds("autoscaling/HorizontalPodAutoscaler", "keda.sh/ScaledObject"),

  *check(resource, { workspace, uri }) {
    const target = autoscalerOf(resource)?.target;
    // Custom resources may well be called like the workload that they make.
    if (!target || !scalable.some((groupKind) => groupKind.endsWith(`/${target.kind}`))) return;
    const namespace = workspace.kustomize(uri).namespace ? undefined : resource.namespace;
    const asked = `${target.group}/${target.kind}`;
    if (workspace.named(asked, namespace, target.name).length > 0) return;
    // What has the same name, else what nearly has it and is of the kind.
    const same = scalable.flatMap((groupKind) => workspace.named(groupKind, namespace, target.name));
    const [meant] = [...same, ...workspace.similar(asked, namespace, target.name)].filter(
      ({ place }) => namespace !== undefined || folderOf(place.uri) === folderOf(uri),
    );
    const reference = resource.root.at("spec", "scaleTargetRef");
    if (!meant || !reference) return;
    const { group, kind } = parted(meant);
    const field = meant.name !== target.name ? "name" : kind !== target.kind ? "kind" : "apiVersion";
    const written = target.group === "" ? target.kind : `${target.kind}.${target.group}`;
    const data = {
      title: titleOf(resource),
      asks: `${written} "${target.name}"`,
      isVague: target.group === "" && same.includes(meant),
      has: `${group === "" ? kind : `${kind}.${group}`} "${meant.name}"`,
      reference,
      change: { name: meant.name!, kind, apiVersion: versions[group] },
    };
    const at = reference.at(field) ?? reference;
    yield { at, onKey: at === reference, data, related: [{ at: meant.place, message: "This one is here." }] };
  },

  message: ({ title, asks, has, isVague }) =>
    isVague
      ? `${title} gives no apiVersion for ${asks}, so it does not find ${has} and scales nothing.`
      : `${title} scales ${asks}, which this workspace does not have, but it has ${has}, so it may scale nothing.`,

  fixes: [
    {
      // Review: pods that nothing scaled until now are scaled.
      class: "review",
      title: ({ has }) => `Scale ${has}`,
      edits: ({ data: { reference, change } }, edit) => {
        const { apiVersion, ...names } = change;
        const wanted = Object.entries(apiVersion === undefined ? names : { apiVersion, ...names });
        return wanted
          .filter(([field, value]) => reference.at(field)?.string !== value)
          .map(([field, value]) => edit.set(reference, [field], value, { before: ["kind", "name"] }));
      },
    },
  ],
});

function parted({ groupKind }: ResourceFacts): { readonly group: string; readonly kind: string } {
  const slash = groupKind.indexOf("/");
  return { group: groupKind.slice(0, slash), kind: groupKind.slice(slash + 1) };
}
