import type { ResourceFacts } from "./facts.ts";
import { Folder } from "./folders.ts";
import { anyNamespace } from "./topics.ts";

/** Facts of one key. Those of a large bucket can also be found by their folders. */
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

  /** The folder of all folders; made when first asked for, and kept up to date from then on. */
  get root(): Folder {
    if (!this.#root) {
      this.#root = new Folder("");
      for (const facts of this.facts) this.#root.add(facts);
    }
    return this.#root;
  }
}

/** Facts by a key, so that a question costs what its answer holds. */
export type Buckets = Map<string, Bucket>;

/** Enters facts in a bucket, or takes them out: both go through the same buckets, so none is forgotten. */
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

/** Stands for all namespaces together; no namespace has this name either. */
export const everyNamespace = "";

/** Those of the facts of a bucket that may be applied together with what asks for them. */
export type Sight = (bucket: Bucket | undefined) => Iterable<ResourceFacts>;

/** Facts of buckets by namespace that may be in the namespace; `undefined` asks for any. */
export function inNamespace(
  buckets: Buckets,
  namespace: string | undefined,
  sight: Sight,
): readonly ResourceFacts[] {
  if (namespace === undefined) return [...buckets.values()].flatMap((bucket) => [...sight(bucket)]);
  return [...sight(buckets.get(namespace)), ...sight(buckets.get(anyNamespace))];
}

/** Those of a bucket that may be in the namespace; `undefined` asks for any. */
export function among(
  bucket: Bucket | undefined,
  namespace: string | undefined,
  sight: Sight,
): readonly ResourceFacts[] {
  const found = [...sight(bucket)];
  if (namespace === undefined) return found;
  return found.filter((facts) => facts.namespace === undefined || facts.namespace === namespace);
}
