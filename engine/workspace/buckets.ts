import type { ResourceFacts } from "./facts.ts";
import { anyNamespace } from "./topics.ts";

/** Facts by a key, so that a question costs what its answer holds. */
export type Buckets = Map<string, Set<ResourceFacts>>;

/** Enters facts in a bucket, or takes them out: both go through the same buckets, so none is forgotten. */
export type Visit = (buckets: Buckets, key: string, facts: ResourceFacts) => void;

export function enter(buckets: Buckets, key: string, facts: ResourceFacts): void {
  const bucket = buckets.get(key);
  if (bucket) bucket.add(facts);
  else buckets.set(key, new Set([facts]));
}

export function leave(buckets: Buckets, key: string, facts: ResourceFacts): void {
  const bucket = buckets.get(key);
  bucket?.delete(facts);
  if (bucket?.size === 0) buckets.delete(key);
}

/** Stands for all namespaces together; no namespace has this name either. */
export const everyNamespace = "";

/** Facts of buckets by namespace that may be in the namespace; `undefined` asks for any. */
export function inNamespace(buckets: Buckets, namespace: string | undefined): readonly ResourceFacts[] {
  if (namespace === undefined) return [...buckets.values()].flatMap((bucket) => [...bucket]);
  return [...(buckets.get(namespace) ?? []), ...(buckets.get(anyNamespace) ?? [])];
}

/** Those of a bucket that may be in the namespace; `undefined` asks for any. */
export function among(
  bucket: ReadonlySet<ResourceFacts> | undefined,
  namespace: string | undefined,
): readonly ResourceFacts[] {
  if (!bucket) return [];
  if (namespace === undefined) return [...bucket];
  return [...bucket].filter((facts) => facts.namespace === undefined || facts.namespace === namespace);
}
