import { titleOf } from "../../kubernetes/pods.ts";
import { removedVersion } from "../../kubernetes/removed-versions.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, inWorkspace, resources } from "../../rule/rule.ts";
import type { WorkspaceView } from "../../workspace/index.ts";

export default defineRule({
  id: "api-version-removed",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-score": ["stable-version"], trivy: ["KSV-0107"] },
  summary: "An object uses an API version that Kubernetes no longer serves.",
  why: 'kubectl fails with "no matches for kind". The setting kubernetesVersion determines which API versions are removed.',
  links: ["https://kubernetes.io/docs/reference/using-api/deprecation-guide/"],
  on: inWorkspace(resources),

  *check(resource, { settings, workspace }) {
    const { apiVersion, kind, root } = resource;
    const removed = removedVersion(apiVersion, kind);
    const at = root.at("apiVersion");
    if (!removed || !at || !isAtLeast(settings.kubernetesVersion, removed.since)) return;
    yield {
      at,
      data: {
        title: titleOf(resource),
        apiVersion,
        ...removed,
        isSafe: isSafe(resource, removed.isSame) && !isPatched(resource, workspace),
      },
    };
  },

  message: ({ title, apiVersion, since, instead }) =>
    instead === undefined
      ? `${title} uses ${apiVersion}, but Kubernetes ${since} removed this kind, so clusters from ${since} on reject it.`
      : `${title} uses ${apiVersion}, which Kubernetes ${since} removed in favor of ${instead}, so clusters from ${since} on reject it.`,

  fixClasses: ["safe"],
  *fixes({ data: { instead, isSafe }, at }, edit) {
    if (isSafe && instead !== undefined) {
      // Safe: the object could not be created, and the new version has the same fields and defaults.
      yield { class: "safe", title: `Set apiVersion to ${instead}`, edits: [edit.setValue(at, instead)] };
    }
  },
});

/** In the old version, an empty selector of a PodDisruptionBudget selects no pods. In the new one, it selects all. */
function isSafe({ kind, root }: Resource, isSame: boolean): boolean {
  return (
    isSame && (kind !== "PodDisruptionBudget" || (root.at("spec", "selector")?.entries().length ?? 0) > 0)
  );
}

/** Whether a Kustomize patch targets the object. Kustomize matches the version in the patch. */
function isPatched({ group, kind, name }: Resource, workspace: WorkspaceView): boolean {
  return workspace
    .ofKind(`${group}/${kind}`, undefined)
    .some((facts) => facts.name === name && workspace.kustomize(facts.place.uri).patch);
}
