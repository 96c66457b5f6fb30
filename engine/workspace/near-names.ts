import { folderOf } from "../text/uri.ts";
import type { ResourceFacts } from "./facts.ts";
import type { WorkspaceView } from "./index.ts";
import { isTypo } from "./typo.ts";

/** The name by which one object refers to another. */
export interface Reference {
  /** `group/Kind` of the other object. */
  readonly groupKind: string;
  /** `undefined` if it can be any. */
  readonly namespace: string | undefined;
  readonly name: string;
  /** The file of the reference. */
  readonly uri: string;
}

/** What the workspace has for a reference. */
export interface Referent {
  /** The object might exist: one has the name, or the name of one in reach is filled in later. */
  readonly found: boolean;
  /** Objects nearby with similar names, one of which was probably meant, by name; empty if the object is found. */
  readonly near: readonly ResourceFacts[];
}

/**
 * Looks up the object that a reference names. If it is not found, it can still be in a chart, another repository or the
 * cluster; only a similar name nearby that differs by a typo suggests a mistake.
 */
export function referent(workspace: WorkspaceView, { groupKind, namespace, name, uri }: Reference): Referent {
  // Most are found by their name, without comparing all the others.
  if (0 < workspace.named(groupKind, namespace, name).length) return { found: true, near: [] };
  const candidates = workspace.ofKind(groupKind, namespace);
  if (candidates.some((one) => one.name === undefined)) return { found: true, near: [] };
  const folder = folderOf(uri);
  const near = candidates.filter(
    (one) =>
      one.name !== undefined &&
      isTypo(name, one.name) &&
      ((one.namespace !== undefined && one.namespace === namespace) || folderOf(one.place.uri) === folder),
  );
  return { found: false, near: near.sort((a, b) => (a.name! < b.name! ? -1 : 1)) };
}
