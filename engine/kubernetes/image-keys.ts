import type { Document } from "../documents/document.ts";
import { parseImageReference } from "../images/reference.ts";
import type { ImagePart, ImageSlots, ImageSource, ImageUse } from "./image-use.ts";
import { partRangeOf, wholeUse } from "./images.ts";
import { isTemplated } from "./resource.ts";
import { Value } from "./value.ts";

/**
 * The images that a kustomization replaces. An entry that sets neither tag nor digest leaves the version to the
 * manifest. Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/
 */
export function kustomizationImages(document: Document): ImageSource {
  const root = new Value(document.tree, document.tree.root, []);
  const entries = root.at("images")?.items() ?? [];
  return sourceOf(
    "kustomization",
    document,
    entries.flatMap((image) => ["newTag", "tagSuffix"].flatMap((key) => image.at(key) ?? [])),
    entries.flatMap((owner) => {
      const renamed = textOf(owner.at("newName"));
      const name = renamed ? owner.at("newName") : owner.at("name");
      const slots = {
        kind: "keys",
        owner,
        registry: undefined,
        name: "newName",
        tag: "newTag",
        digest: "digest",
      } as const;
      return keyedUse(slots, name, undefined);
    }),
  );
}

/**
 * The images in a chart's values: mappings with `repository` (or `image`) and `tag`, as charts have had them since
 * `helm create`, and whole references. An empty tag means the chart's own version, so it is left to the chart.
 */
export function valuesImages(document: Document): ImageSource {
  const found: Found = { uses: [], tags: [] };
  collect(new Value(document.tree, document.tree.root, []), "", 0, found);
  return sourceOf("values", document, found.tags, found.uses);
}

interface Found {
  readonly uses: ImageUse<ReturnType<typeof parseImageReference>>[];
  readonly tags: Value[];
}

/** Looks for images in the value of a key. */
function collect(value: Value, key: string, depth: number, found: Found): void {
  if (maxDepth < depth || value.shared) return;
  if (value.isSequence) for (const item of value.items()) collect(item, key, depth + 1, found);
  else if (!collectImage(value, key, found)) collectInside(value, depth, found);
}

/** Whether a mapping is an image, and not something that contains images. */
function collectImage(value: Value, key: string, { uses, tags }: Found): boolean {
  const isImageKey = /image$/i.test(key);
  const isImage = isImageKey || ["tag", "digest", "registry", "pullPolicy"].some((name) => value.at(name));
  const repository = isImage ? repositoryKey(value) : undefined;
  const tag = value.at("tag");
  if (tag && (isImageKey || repository !== undefined)) tags.push(tag);
  if (repository === undefined) return false;
  uses.push(...keysUse(value, repository));
  return true;
}

function collectInside(value: Value, depth: number, found: Found): void {
  for (const { name, value: inner } of value.entries()) {
    if (/image_?tag$/i.test(name)) found.tags.push(inner);
    if (/image$/i.test(name) && inner.scalar) found.uses.push(...writtenOut(inner));
    else collect(inner, name, depth + 1, found);
  }
}

function repositoryKey(value: Value): string | undefined {
  if (value.at("repository")) return "repository";
  return value.at("image")?.string ? "image" : undefined;
}

function keysUse(owner: Value, name: string): readonly ImageUse<ReturnType<typeof parseImageReference>>[] {
  const registry = registryKeys.find((key) => owner.at(key));
  const slots = { kind: "keys", owner, registry, name, tag: "tag", digest: "digest" } as const;
  return keyedUse(slots, owner.at(name), registry === undefined ? undefined : owner.at(registry));
}

/** Istio's charts use `hub`, which has a path after the host. */
const registryKeys = ["registry", "hub"];

/** Values are nested a few levels deep; anything deeper is data of some application. */
const maxDepth = 12;

/** A lone name can have its tag under another key, so only text with a tag or a digest is a whole reference. */
function writtenOut(value: Value): readonly ImageUse<ReturnType<typeof parseImageReference>>[] {
  const text = value.string;
  if (text === undefined || isTemplated(text)) return [];
  const parsed = parseImageReference(text);
  const isWhole = parsed.kind === "image" && (parsed.tag !== undefined || parsed.digest !== undefined);
  return isWhole ? [wholeUse(value, text, parsed)] : [];
}

function sourceOf(
  kind: ImageSource["kind"],
  document: Document,
  strings: readonly Value[],
  uses: readonly ImageUse<ReturnType<typeof parseImageReference>>[],
): ImageSource {
  // Such keys can hold anything, so text that is not a reference is not reported.
  const images = uses.filter((use): use is ImageUse => use.parsed.kind === "image");
  return {
    kind,
    document,
    resource: undefined,
    workload: undefined,
    dockerfile: undefined,
    images,
    strings,
    prefixed: [],
    broken: [],
  };
}

function keyedUse(
  slots: Extract<ImageSlots, { kind: "keys" }>,
  name: Value | undefined,
  registry: Value | undefined,
): readonly ImageUse<ReturnType<typeof parseImageReference>>[] {
  const { owner } = slots;
  const path = textOf(name);
  const tag = textOf(owner.at(slots.tag));
  const digest = textOf(owner.at(slots.digest));
  const host = textOf(registry);
  if (!name || path === undefined || [path, tag, digest, host].some((part) => part && isTemplated(part)))
    return [];
  const full = host ? `${host}/${path}` : path;
  const text = `${full}${tag ? `:${tag}` : ""}${digest ? `@${digest}` : ""}`;
  const values: Readonly<Record<ImagePart, Value | undefined>> = {
    registry,
    repository: name,
    name,
    tag: tag ? owner.at(slots.tag) : undefined,
    digest: digest ? owner.at(slots.digest) : undefined,
  };
  const parsed = parseImageReference(text);
  return [
    {
      at: values.tag ?? values.digest ?? name,
      text,
      name: full,
      parsed,
      named: name.key?.kind === "scalar" && name.key.text === slots.name,
      versioned: Boolean(tag || digest),
      container: undefined,
      step: undefined,
      stage: undefined,
      slots,
      rangeOf: (part) => {
        const value = values[part];
        // If one key has the whole name, the registry is its beginning.
        if (part === "registry" && !value && parsed.kind === "image")
          return parsed.ranges.registry && partRangeOf(name, parsed.ranges.registry);
        return value && partRangeOf(value, { start: 0, end: value.scalar?.text.length ?? 0 });
      },
      placeOf: () => undefined,
    },
  ];
}

/** The text as written, even of an unquoted `8.10`, which YAML reads as a number. */
function textOf(value: Value | undefined): string | undefined {
  const text = value?.string ?? (value?.value === null ? undefined : value?.scalar?.text);
  return text === "" ? undefined : text;
}
