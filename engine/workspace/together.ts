import { folderOf } from "../text/uri.ts";
import type { ResourceFacts } from "./facts.ts";
import type { WorkspaceView } from "./index.ts";

/** An object that refers to another one. */
export interface Namer {
  /** As written; `undefined` if it is missing or filled in later. */
  readonly namespace: string | undefined;
  readonly uri: string;
}

/**
 * Whether an object and its reference are meant for the same namespace: both set it, or neither does and one file is in
 * the folder of the other or below it. Projects next to each other in one workspace often use the same names.
 */
export function isTogether(
  { namespace, uri }: Namer,
  named: Pick<ResourceFacts, "namespace" | "place">,
): boolean {
  return namespace === named.namespace && (namespace !== undefined || isNested(uri, named.place.uri));
}

/**
 * As `isTogether`, for a finding that claims that two objects affect each other. Without a namespace of their own, both
 * must be in one folder or in one kustomization: a folder of examples often has files that are unrelated to the folders
 * next to them.
 */
export function isSurelyTogether(
  workspace: WorkspaceView,
  { namespace, uri }: Namer,
  named: Pick<ResourceFacts, "namespace" | "place">,
): boolean {
  if (namespace !== named.namespace) return false;
  if (folderOf(uri) === folderOf(named.place.uri)) return true;
  if (namespace !== undefined && namespace !== "default") return true;
  const { listedIn } = workspace.kustomize(uri);
  return workspace
    .kustomize(named.place.uri)
    .listedIn.some((kustomization) => listedIn.includes(kustomization));
}

/** Whether one of two files is in the folder of the other or below it. */
export function isNested(uri: string, other: string): boolean {
  const one = `${folderOf(uri)}/`;
  const two = `${folderOf(other)}/`;
  return one.startsWith(two) || two.startsWith(one);
}
