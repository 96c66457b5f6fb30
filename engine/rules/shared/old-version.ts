import type { EditBuilder } from "../../edits/edit.ts";
import { migrationTo } from "../../edits/migrations/index.ts";
import { groupOf, versionOf } from "../../kubernetes/kinds.ts";
import type { OldVersion } from "../../kubernetes/old-versions.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import type { Options } from "../../rule/options.ts";
import type { Fix, FixContext, Hit } from "../../rule/rule.ts";
import { fileNameOf, folderOf } from "../../text/uri.ts";
import type { WorkspaceView } from "../../workspace/index.ts";

/** What a finding about an old version must know for its fix. */
interface OldObject {
  readonly resource: Resource;
  readonly old: OldVersion;
}

/** The part of the rules about old versions that moves an object to the version that replaces its own. */
export const migrationFixes = {
  fixClasses: ["safe", "review"],
  // Safe: the API server stores the same object, or could not create it in the old version.
  // Review: a default or a meaning is different in the new version.
  *fixes(
    { data: { resource, old } }: Hit<OldObject, Value>,
    edit: EditBuilder,
    { workspace, settings }: FixContext<Options>,
  ): Generator<Fix<"safe" | "review">> {
    const { instead, migration, deprecated } = old;
    // Kustomize finds an object by the version in its patches. Some replacements are younger than the removal.
    if (instead === undefined || migration === undefined) return;
    if (!isAtLeast(settings.kubernetesVersion, deprecated) || isPatched(resource, workspace)) return;
    const result = migrationTo(instead, migration, resource, edit);
    if (!result) return;
    const title = result.edits.length === 1 ? `Set apiVersion to ${instead}` : `Migrate to ${instead}`;
    yield { class: result.class, title, caveat: result.caveat, edits: result.edits };
  },
} as const;

/**
 * Whether the workspace also has the object in the new version, so that this one is for old clusters. The name of a
 * definition is unique. Other objects often have the same name in different applications.
 */
export function isKeptForOldClusters(
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

/** Whether a Kustomize patch targets the object. */
function isPatched({ group, kind, name }: Resource, workspace: WorkspaceView): boolean {
  return workspace
    .ofKind(`${group}/${kind}`, undefined)
    .some((facts) => facts.name === name && workspace.kustomize(facts.place.uri).patch);
}
