import { folderOf } from "../text/uri.ts";
import type { ResourceFacts } from "./facts.ts";

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

/** Whether one of two files is in the folder of the other or below it. */
export function isNested(uri: string, other: string): boolean {
  const one = `${folderOf(uri)}/`;
  const two = `${folderOf(other)}/`;
  return one.startsWith(two) || two.startsWith(one);
}
