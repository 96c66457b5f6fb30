import { folderOf } from "../text/uri.ts";
import type { ResourceFacts } from "./facts.ts";

/** Who names another object. */
export interface Namer {
  /** As it is written; `undefined` where it is missing or filled in later. */
  readonly namespace: string | undefined;
  readonly uri: string;
}

/**
 * Whether an object that is named is meant for the same namespace: both say so, or neither says any and one stands in
 * the folder of the other or below it. Projects beside each other in one workspace often give the same names.
 */
export function isTogether(
  { namespace, uri }: Namer,
  named: Pick<ResourceFacts, "namespace" | "place">,
): boolean {
  return namespace === named.namespace && (namespace !== undefined || isNested(uri, named.place.uri));
}

/** Whether one of two files stands in the folder of the other or below it. */
export function isNested(uri: string, other: string): boolean {
  const one = `${folderOf(uri)}/`;
  const two = `${folderOf(other)}/`;
  return one.startsWith(two) || two.startsWith(one);
}
