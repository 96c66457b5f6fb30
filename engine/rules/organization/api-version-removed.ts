import { titleOf } from "../../kubernetes/pods.ts";
import { removedVersion } from "../../kubernetes/removed-versions.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, resources } from "../../lint/rule.ts";
import type { WorkspaceView } from "../../workspace/index.ts";

export default defineRule({
  id: "api-version-removed",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-score": ["stable-version"], trivy: ["KSV-0107"] },
  summary: "An object has an API version that Kubernetes no longer serves.",
  why: 'kubectl reports "no matches for kind" and creates nothing. What is removed depends on the version of the cluster, which kubernetesVersion sets.',
  links: ["https://kubernetes.io/docs/reference/using-api/deprecation-guide/"],
  asksWorkspace: true,
  on: resources,

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
    `${title} has API version ${apiVersion}, which Kubernetes ${since} removed${instead === undefined ? " with its kind" : ` in favor of ${instead}`}, so the cluster cannot create it.`,

  fixes: [
    {
      // Safe: the object could not be created, and the new version has the same fields and defaults.
      class: "safe",
      title: ({ instead }) => `Use ${instead}`,
      edits: ({ at, data: { instead, isSafe } }, edit) =>
        isSafe && instead !== undefined ? [edit.setValue(at, instead)] : undefined,
    },
  ],
});

/** Whether Kustomize patches the object, which it finds by the version that the patch has. */
function isPatched({ group, kind, name }: Resource, workspace: WorkspaceView): boolean {
  return workspace
    .ofKind(`${group}/${kind}`, undefined)
    .some((facts) => facts.name === name && workspace.kustomize(facts.place.uri).patch);
}

/** An empty selector of a budget selected no pods in the old version, and selects all of them in the new one. */
function isSafe({ kind, root }: Resource, isSame: boolean): boolean {
  return (
    isSame && (kind !== "PodDisruptionBudget" || (root.at("spec", "selector")?.entries().length ?? 0) > 0)
  );
}
