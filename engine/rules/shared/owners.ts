import { type EditBuilder, type MaybeChange, placeholder } from "../../edits/edit.ts";
import { setMetadata } from "../../edits/metadata.ts";
import { isRecorded } from "../../kubernetes/kinds.ts";
import { labelValueProblem } from "../../kubernetes/labels.ts";
import { type MetadataEntry, type MetadataField, metadataEntry } from "../../kubernetes/metadata-entry.ts";
import { namespaceOf, type Resource } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import type { RunContext } from "../../lint/run.ts";
import type { OwnerSettings } from "../../settings/owners.ts";
import { coversFile, coversNamespace } from "../../settings/scope.ts";

/** The label or annotation that names an object's owner. */
export interface OwnerKey {
  readonly field: MetadataField;
  readonly key: string;
}

/** The owner of an object (empty text if missing), and the owners that the settings allow. */
export interface Ownership extends OwnerKey, MetadataEntry {
  readonly claims: readonly Claim[];
  /** The possible owners, the most likely first. */
  readonly eligible: readonly string[];
  /** The only owner of its namespace or file. */
  readonly only: string | undefined;
}

/** An owner of the namespace or file that an object is in. */
export interface Claim {
  readonly owner: string;
  /** Its name in messages: `namespace "shop"`, or `this file`. */
  readonly place: string;
}

/** The label or annotation that names an owner; `undefined` if the settings have no owners. */
export function ownerKey({ label, annotation, names }: OwnerSettings): OwnerKey | undefined {
  if (annotation !== "") return { field: "annotations", key: annotation };
  if (label !== "") return { field: "labels", key: label };
  return Object.keys(names).length > 0 ? { field: "labels", key: "owner" } : undefined;
}

/** `undefined` if no owner is required, or if the owner is filled in later. */
export function ownershipOf(resource: Resource, context: RunContext): Ownership | undefined {
  const { owners } = context.settings;
  const key = ownerKey(owners);
  const entry = key && !isRecorded(resource.kind) && metadataEntry(resource.root, key.field, key.key);
  if (!entry) return undefined;
  const claims = claimsOn(resource, context);
  const [claim, ...others] = claims;
  const isOnly = claim && others.length === 0 && canName(claim.owner, key);
  return {
    ...key,
    ...entry,
    claims,
    eligible: eligibleOwners(owners, claims),
    only: isOnly ? claim.owner : undefined,
  };
}

/** Sets the first of some owners, and lets the user choose a different one. */
export function chooseOwner(
  root: Value,
  { field, key }: OwnerKey,
  [first = key.replace(/^.*\//, ""), ...others]: readonly string[],
  edit: EditBuilder,
): readonly MaybeChange[] {
  return setMetadata(root, field, key, placeholder(first, others), edit);
}

/** `label team`, as in messages and titles. */
export function ownerKeyText({ field, key }: OwnerKey): string {
  return `${field === "labels" ? "label" : "annotation"} ${key}`;
}

function claimsOn(resource: Resource, { settings, workspace, uri }: RunContext): readonly Claim[] {
  // If a kustomization sets the namespace, the namespace in the file does not count.
  const namespace = workspace.kustomize(uri).namespace ? undefined : namespaceOf(resource);
  return Object.entries(settings.owners.names).flatMap(([owner, scope]) => {
    if (coversNamespace(scope, namespace)) return [{ owner, place: `namespace "${namespace}"` }];
    return coversFile(scope, uri) ? [{ owner, place: "this file" }] : [];
  });
}

/** The owners of the place and those without a scope; all owners if the place has no owner. */
function eligibleOwners({ names }: OwnerSettings, claims: readonly Claim[]): readonly string[] {
  const free = Object.entries(names).flatMap(([owner, { namespaces, paths }]) =>
    namespaces.length === 0 && paths.length === 0 ? [owner] : [],
  );
  const others = claims.length === 0 ? Object.keys(names) : [];
  return [...new Set([...claims.map(({ owner }) => owner), ...free, ...others])];
}

function canName(owner: string, { field }: OwnerKey): boolean {
  return field === "annotations" || labelValueProblem(owner) === undefined;
}
