import { groupOf, versionOf } from "../../kubernetes/kinds.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { removedVersion } from "../../kubernetes/removed-versions.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, inWorkspace, resources } from "../../rule/rule.ts";
import { fileNameOf, folderOf } from "../../text/uri.ts";
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

  *check(resource, { settings, workspace, uri }) {
    const { apiVersion, kind, root } = resource;
    const removed = removedVersion(apiVersion, kind);
    const at = root.at("apiVersion");
    if (!removed || !at || !isAtLeast(settings.kubernetesVersion, removed.since)) return;
    yield {
      at,
      ...(isKeptForOldClusters(resource, removed.instead, workspace, uri) && {
        severity: "information" as const,
      }),
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
      ? `${title} is of a kind that was removed from ${apiVersion}, so Kubernetes ${since} and later reject it.`
      : `${title} uses ${apiVersion}, which was replaced by ${instead}, so Kubernetes ${since} and later reject it.`,

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

/**
 * Whether the workspace also has the object in the new version, so that this one is for old clusters. The name of a
 * definition is unique. Other objects often have the same name in different applications.
 */
function isKeptForOldClusters(
  { kind, name, namespace }: Resource,
  instead: string | undefined,
  workspace: WorkspaceView,
  uri: string,
): boolean {
  if (name === undefined || instead === undefined) return false;
  const folder = folderOf(uri);
  const isUnique = kind === "CustomResourceDefinition";
  const around = versionFolder.test(fileNameOf(folder)) ? folderOf(folder) : folder;
  return workspace
    .namedAnywhere(`${groupOf(instead)}/${kind}`, name)
    .some(
      (facts) =>
        facts.namespace === namespace &&
        facts.version === versionOf(instead) &&
        (isUnique || facts.place.uri.startsWith(`${around}/`)) &&
        facts.place.uri !== uri,
    );
}

/** The name of a folder with the objects of one API version. */
const versionFolder = /^v\d+(?:(?:alpha|beta)\d+)?$/;

/** Whether a Kustomize patch targets the object. Kustomize finds it by the version in the patch. */
function isPatched({ group, kind, name }: Resource, workspace: WorkspaceView): boolean {
  return workspace
    .ofKind(`${group}/${kind}`, undefined)
    .some((facts) => facts.name === name && workspace.kustomize(facts.place.uri).patch);
}
