import type { ResourceFacts } from "./facts.ts";
import { Folder } from "./folders.ts";
import { anyNamespace } from "./topics.ts";

/** Facts with the same key. In a large bucket, they can also be found by folder. */
export class Bucket {
  readonly facts = new Set<ResourceFacts>();
  #root: Folder | undefined;

  add(facts: ResourceFacts): void {
    this.facts.add(facts);
    this.#root?.add(facts);
  }

  delete(facts: ResourceFacts): void {
    this.facts.delete(facts);
    this.#root?.delete(facts);
  }

  /** The root folder; built on the first request, and kept up to date from then on. */
  get root(): Folder {
    if (!this.#root) {
      this.#root = new Folder("");
      for (const facts of this.facts) this.#root.add(facts);
    }
    return this.#root;
  }
}

/** Facts by a key, so that the cost of a query depends only on its answer. */
export type Buckets = Map<string, Bucket>;

/** Adds facts to a bucket or removes them. Both use the same list of buckets, so none is forgotten. */
export type Visit = (buckets: Buckets, key: string, facts: ResourceFacts) => void;

export function enter(buckets: Buckets, key: string, facts: ResourceFacts): void {
  const bucket = buckets.get(key) ?? new Bucket();
  bucket.add(facts);
  buckets.set(key, bucket);
}

export function leave(buckets: Buckets, key: string, facts: ResourceFacts): void {
  const bucket = buckets.get(key);
  bucket?.delete(facts);
  if (bucket?.facts.size === 0) buckets.delete(key);
}

/** The key for all namespaces together; no namespace has this name. */
export const everyNamespace = "";

/** Selects the facts of a bucket that might be applied together with the file that queries them. */
export type Sight = (bucket: Bucket | undefined) => Iterable<ResourceFacts>;

/** Facts that might be in the namespace, from buckets by namespace; `undefined` means any namespace. */
export function inNamespace(
  buckets: Buckets,
  namespace: string | undefined,
  sight: Sight,
): readonly ResourceFacts[] {
  if (namespace === undefined) return [...buckets.values()].flatMap((bucket) => [...sight(bucket)]);
  return [...sight(buckets.get(namespace)), ...sight(buckets.get(anyNamespace))];
}

/** Facts of a bucket that might be in the namespace; `undefined` means any namespace. */
export function among(
  bucket: Bucket | undefined,
  namespace: string | undefined,
  sight: Sight,
): readonly ResourceFacts[] {
  const found = [...sight(bucket)];
  if (namespace === undefined) return found;
  return found.filter((facts) => facts.namespace === undefined || facts.namespace === namespace);
}
