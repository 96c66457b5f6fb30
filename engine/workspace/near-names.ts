import { folderOf } from "../text/uri.ts";
import type { ResourceFacts } from "./facts.ts";
import type { WorkspaceView } from "./index.ts";
import { isTypo } from "./typo.ts";

/** A name that one object has for another. */
export interface Reference {
  /** `group/Kind` of the other. */
  readonly groupKind: string;
  /** `undefined` where it may be any. */
  readonly namespace: string | undefined;
  readonly name: string;
  /** The file of the reference. */
  readonly uri: string;
}

/** What the workspace has for a reference. */
export interface Referent {
  /** The object may be there: by its name, or because the name of one in reach is filled in later. */
  readonly found: boolean;
  /** Objects nearby whose names look like the one that was meant, by name; none where it is found. */
  readonly near: readonly ResourceFacts[];
}

/**
 * Looks for the object that a reference names. Where it is not found it may still stand in a chart, another repository
 * or the cluster; only a name nearby that differs by a slip of the finger speaks for a fault.
 */
export function referent(workspace: WorkspaceView, { groupKind, namespace, name, uri }: Reference): Referent {
  // Most are found by their name, without a look at all the others.
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
