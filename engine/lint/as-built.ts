import { readAnyDocument, readDocument } from "../documents/document.ts";
import { splitStream } from "../documents/stream.ts";
import { scopeOf } from "../kubernetes/kinds.ts";
import { jsonPatch, mergePatch } from "../kubernetes/merge-patch.ts";
import { isPlainMap, type Plain, type PlainMap, plainOf } from "../kubernetes/plain.ts";
import { type Resource, resourcesOf } from "../kubernetes/resource.ts";
import { Value } from "../kubernetes/value.ts";
import type { Build } from "../workspace/kustomization.ts";
import type { PatchSource, PatchTarget } from "../workspace/kustomize-patches.ts";
import { type DocumentRun, type RuleHit, runOnObject } from "./run.ts";

/** The text of a patch's file; `undefined` if it cannot be read. */
export type TextOf = (uri: string) => string | undefined;

/**
 * The hits that remain in the output of Kustomize. A hit is dropped if no build has one of the same rule at the same
 * place, because every kustomization that uses the object patches in what is missing.
 */
export function standingHits(
  hits: readonly RuleHit[],
  builds: readonly Build[],
  textOf: TextOf,
  run: Omit<DocumentRun, "settings">,
): readonly RuleHit[] {
  const standing = new Map<Resource, ReadonlySet<string> | undefined>();
  return hits.filter((hit) => {
    const { resource } = hit;
    if (!resource || hit.active.rule.on.of === "document") return true;
    if (!standing.has(resource)) {
      const hitsOfObject = hits.filter((candidate) => candidate.resource === resource);
      standing.set(resource, builtKeys(resource, hitsOfObject, builds, textOf, run));
    }
    const keys = standing.get(resource);
    const moved = movedKey(hit, !isOfContainer(hit));
    return !keys || keys.has(keyOf(hit, resource)) || keys.has(moved);
  });
}

/**
 * The keys of the hits that the same rules yield in the built objects; `undefined` if some build leaves the object
 * unchanged.
 */
function builtKeys(
  resource: Resource,
  hits: readonly RuleHit[],
  builds: readonly Build[],
  textOf: TextOf,
  run: Omit<DocumentRun, "settings">,
): ReadonlySet<string> | undefined {
  const base = plainOf(resource.root);
  if (!isPlainMap(base)) return undefined;
  const ownKeys = new Set(hits.map((hit) => keyOf(hit, resource)));
  const oneOfEach = [...new Map(hits.map((hit) => [hit.active.rule, hit])).values()];
  const keys = new Set<string>();
  for (const build of builds) {
    const builtObject = buildObject(build, base, resource, textOf);
    const [object] = builtObject === base ? [] : resourcesOf(readDocument(JSON.stringify(builtObject)));
    if (!object) return undefined;
    for (const { active, settings } of oneOfEach) {
      for (const hit of runOnObject(active, object, { ...run, settings })) {
        const key = keyOf(hit, object);
        keys.add(ownKeys.has(key) ? key : movedKey(hit, isOfContainer(hit)));
      }
    }
  }
  return keys;
}

/**
 * Used instead of a path if a hit of the build has no counterpart in the object: a hit on the pod can become one on a
 * container once a different container is patched, and vice versa.
 */
function movedKey({ active }: RuleHit, inContainer: boolean): string {
  return `${active.rule.id} ${inContainer ? "*container" : "*pod"}`;
}

function isOfContainer({ path }: RuleHit): boolean {
  return /ontainers\[\d+\]/.test(path);
}

function keyOf({ active, path }: RuleHit, { root }: Resource): string {
  const rootPath = root.pathText;
  const relativePath = path.startsWith(rootPath) ? path.slice(rootPath.length).replace(/^\./, "") : path;
  return `${active.rule.id} ${relativePath}`;
}

/** The built object; the object itself if nothing changes it. */
function buildObject(build: Build, base: PlainMap, resource: Resource, textOf: TextOf): PlainMap {
  let object = base;
  for (const { changes, replicas } of build) {
    for (const change of changes) {
      const result = applyChange(object, change, resource, textOf);
      if (isPlainMap(result)) object = result;
    }
    const count = replicas.find(({ name }) => name === resource.name)?.count;
    const spec = object["spec"];
    if (count !== undefined && scalable.has(resource.kind) && isPlainMap(spec))
      object = { ...object, spec: { ...spec, replicas: count } };
  }
  return object;
}

/** Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/replicas/ */
const scalable: ReadonlySet<string> = new Set([
  "Deployment",
  "ReplicationController",
  "ReplicaSet",
  "StatefulSet",
]);

function applyChange(object: PlainMap, source: PatchSource, resource: Resource, textOf: TextOf): Plain {
  const { target } = source;
  if (target && !isTarget(target, resource)) return object;
  const text = source.text ?? (source.file === undefined ? undefined : textOf(source.file));
  if (text === undefined) return object;
  const isBuiltIn = scopeOf(resource.apiVersion, resource.kind) !== "unknown";
  return splitStream(text).reduce<Plain>((result, slice) => {
    const { tree } = readAnyDocument(slice.text);
    const patch = plainOf(new Value(tree, tree.root, []));
    if (Array.isArray(patch)) return target ? jsonPatch(result, patch) : result;
    if (!isPlainMap(patch) || (!target && !isFor(patch, resource))) return result;
    const { apiVersion: _, kind: __, ...fields } = patch;
    const metadata = fields["metadata"];
    // The name in the patch selects the object and does not rename it.
    if (isPlainMap(metadata)) {
      const { name: ___, namespace: ____, ...others } = metadata;
      return mergePatch(result, { ...fields, metadata: others }, isBuiltIn);
    }
    return mergePatch(result, fields, isBuiltIn);
  }, object);
}

function isFor(patch: PlainMap, { apiVersion, kind, name }: Resource): boolean {
  const { metadata } = patch;
  return (
    patch["apiVersion"] === apiVersion &&
    patch["kind"] === kind &&
    name !== undefined &&
    isPlainMap(metadata) &&
    metadata["name"] === name
  );
}

function isTarget(target: PatchTarget, { group, apiVersion, kind, name, namespace }: Resource): boolean {
  if (target.selects) return false;
  const version = apiVersion.slice(apiVersion.indexOf("/") + 1);
  return (
    fits(target.group, group) &&
    fits(target.version, version) &&
    fits(target.kind, kind) &&
    fits(target.name, name ?? "") &&
    (target.namespace === undefined || namespace === undefined || fits(target.namespace, namespace))
  );
}

function fits(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined || pattern === text) return true;
  // Other patterns would need a regular expression engine with bounded running time.
  if (!/^[\w./-]*(?:\.\*)?(?:[\w./-]*)(?:\|[\w./-]+)*$/.test(pattern)) return false;
  return new RegExp(`^(?:${pattern})$`).test(text);
}
