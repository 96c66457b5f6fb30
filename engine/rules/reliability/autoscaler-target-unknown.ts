import { autoscalerOf } from "../../kubernetes/autoscalers.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, inWorkspace, kinds } from "../../rule/rule.ts";
import { folderOf } from "../../text/uri.ts";
import type { ResourceFacts } from "../../workspace/facts.ts";

/** The current API version of each group. */
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
  summary: "An autoscaler's target is not defined in the workspace, but a similar workload is.",
  why: "The API server accepts the autoscaler, but it never scales anything.",
  links: ["https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"],
  on: inWorkspace(kinds("autoscaling/HorizontalPodAutoscaler", "keda.sh/ScaledObject")),

  *check(resource, { workspace, uri }) {
    const target = autoscalerOf(resource)?.target;
    // A custom resource often has the name of the workload that its controller creates.
    if (!target || !scalable.some((groupKind) => groupKind.endsWith(`/${target.kind}`))) return;
    const namespace = workspace.kustomize(uri).namespace ? undefined : resource.namespace;
    const targetKind = `${target.group}/${target.kind}`;
    if (workspace.named(targetKind, namespace, target.name).length > 0) return;
    // A workload with the same name, or one of the same kind with a similar name.
    const namesakes = scalable.flatMap((groupKind) => workspace.named(groupKind, namespace, target.name));
    const [candidate] = [...namesakes, ...workspace.similar(targetKind, namespace, target.name)].filter(
      ({ place }) => namespace !== undefined || folderOf(place.uri) === folderOf(uri),
    );
    const reference = resource.root.at("spec", "scaleTargetRef");
    if (!candidate || !reference) return;
    const { group, kind } = groupAndKind(candidate);
    const field = candidate.name !== target.name ? "name" : kind !== target.kind ? "kind" : "apiVersion";
    // `Deployment.extensions`, if the kind alone is ambiguous.
    const kindText =
      field === "apiVersion" && target.group !== "" ? `${target.kind}.${target.group}` : target.kind;
    const data = {
      title: titleOf(resource),
      target: `${kindText} "${target.name}"`,
      hasNoVersion: target.group === "" && namesakes.includes(candidate),
      instead: `${kind} "${candidate.name}"`,
      apiVersion: versions[group],
      field,
      reference,
      change: { name: candidate.name!, kind, apiVersion: versions[group] },
    };
    const at = reference.at(field) ?? reference;
    const related = [{ at: candidate.place, message: `${data.instead} is defined here.` }];
    yield { at, onKey: at === reference, data, related };
  },

  message: ({ title, target, instead, hasNoVersion, apiVersion, field, change }) => {
    if (hasNoVersion)
      return `${title} sets no apiVersion in scaleTargetRef, so it cannot find ${instead} and never scales it.`;
    const suggestion = {
      name: `"${change.name}"`,
      kind: `a ${change.kind}`,
      apiVersion: apiVersion === undefined ? instead : `apiVersion ${apiVersion}`,
    }[field];
    return `${title} targets ${target}, which is not defined in this workspace, so it might scale nothing. Did you mean ${suggestion}?`;
  },

  fixClasses: ["review"],
  *fixes({ data: { instead, field, reference, change } }, edit) {
    const { apiVersion, ...names } = change;
    const fields = Object.entries(apiVersion === undefined ? names : { apiVersion, ...names });
    const changesVersion = apiVersion !== undefined && reference.at("apiVersion")?.string !== apiVersion;
    // Review: the autoscaler starts to scale pods.
    yield {
      class: "review",
      title: field === "apiVersion" && apiVersion ? `Set apiVersion to ${apiVersion}` : `Use ${instead}`,
      caveat: changesVersion && field !== "apiVersion" ? `also sets apiVersion to ${apiVersion}` : undefined,
      edits: fields
        .filter(([field, value]) => reference.at(field)?.string !== value)
        .map(([field, value]) => edit.set(reference, [field], value, { before: ["kind", "name"] })),
    };
  },
});

function groupAndKind({ groupKind }: ResourceFacts): { readonly group: string; readonly kind: string } {
  const slash = groupKind.indexOf("/");
  return { group: groupKind.slice(0, slash), kind: groupKind.slice(slash + 1) };
}
