import {
  type ImageReference,
  type ImageReferenceProblem,
  parseImageReference,
  type TemplatedImage,
} from "../images/reference.ts";
import { registryMatches } from "../images/registries.ts";
import type { Range } from "../text/range.ts";
import { type Container, containersOf } from "./containers.ts";
import { imageFieldsOf } from "./image-fields.ts";
import type { ImageSource, ImageUse } from "./image-use.ts";
import { once } from "./once.ts";
import { asWorkload, isTemplated, type Resource, type Workload } from "./resource.ts";
import type { Value } from "./value.ts";

/** The image of a container. */
export type ContainerImage = ImageUse & { readonly container: Container };

type Parsed = ImageReference | ImageReferenceProblem | TemplatedImage;

/** The images of a workload's containers that can be read, in the order of `containersOf`. */
export function imagesOf(workload: Workload): readonly ContainerImage[] {
  return imageSourceOf(workload).images.filter((use): use is ContainerImage => use.container !== undefined);
}

/**
 * All images that a resource sets: of containers, of volumes, and in custom resources' own fields. Reads once for all
 * rules.
 */
export function imageSourceOf(resource: Resource): ImageSource {
  return once(resource, readSource);
}

/** Whether the reference means the tag `latest`: explicitly, or because it has neither tag nor digest. */
export function isLatest({ tag, digest }: ImageReference): boolean {
  return digest === undefined && (tag === undefined || tag === "latest");
}

/**
 * Whether one of the user's patterns covers an image. Like `registryMatches`, but a pattern without a registry refers
 * to Docker Hub, as an image without one does: `nginx`, `bitnami/*`.
 */
export function imageMatches(patterns: readonly string[], { registry, repository }: ImageReference): boolean {
  return patterns.some((pattern) => {
    const [first = "", ...rest] = pattern.split("/");
    const hasHost = /[.:]|^\*$/.test(first) || first === "localhost";
    const full = hasHost ? pattern : `docker.io/${0 < rest.length ? pattern : `library/${pattern}`}`;
    return registryMatches(full, registry, repository);
  });
}

function readSource(resource: Resource): ImageSource {
  const workload = asWorkload(resource);
  const all = isFilledInByTrigger(resource) ? [] : usesOf(resource, workload);
  const [uses, prefixed] = [all.filter((use) => !isPrefixed(use)), all.filter(isPrefixed)];
  return {
    kind: "resource",
    document: resource.document,
    resource,
    workload,
    dockerfile: undefined,
    images: uses.filter((use): use is ImageUse => use.parsed.kind === "image"),
    prefixed: prefixed.filter((use): use is ImageUse => use.parsed.kind === "image"),
    strings: [],
    broken: uses.filter((use): use is ImageUse<ImageReferenceProblem> => use.parsed.kind === "problem"),
  };
}

function usesOf(resource: Resource, workload: Workload | undefined): readonly ImageUse<Parsed>[] {
  const uses: ImageUse<Parsed>[] = [];
  const add = (value: Value | undefined, more: Partial<ImageUse> = {}) => {
    const text = value?.string;
    if (value === undefined || text === undefined || isInjected(text)) return;
    const parsed = isTemplated(text) ? parsePrefixed(text) : parseImageReference(text);
    if (parsed) uses.push({ ...wholeUse(value, text, parsed), ...more } as ImageUse<Parsed>);
  };
  if (workload) {
    for (const container of containersOf(workload)) add(container.at("image"), { container });
    for (const volume of workload.pod.at("volumes")?.items() ?? []) add(volume.at("image", "reference"));
  }
  for (const { value, step } of imageFieldsOf(resource)) add(value, { step });
  return uses;
}

/** No registry has this name. */
const UNKNOWN_REGISTRY = "registry.invalid";

function isPrefixed({ parsed }: ImageUse<Parsed>): boolean {
  return parsed.kind === "image" && parsed.registry === UNKNOWN_REGISTRY;
}

/**
 * What is certain about an image whose registry, or everything before its last component, is filled in later.
 */
function parsePrefixed(text: string): ImageReference | undefined {
  const start = text.lastIndexOf("/") + 1;
  const rest = text.slice(start);
  if (start === 0 || !/^[a-z0-9._-]+:[\w.-]+$/.test(rest) || isTemplated(rest)) return undefined;
  const parsed = parseImageReference(`${UNKNOWN_REGISTRY}/${rest}`);
  if (parsed.kind !== "image") return undefined;
  const offset = start - UNKNOWN_REGISTRY.length - 1;
  const moved = (range: Range | undefined) =>
    range && { start: range.start + offset, end: range.end + offset };
  const { repository, tag, digest } = parsed.ranges;
  const ranges = {
    registry: undefined,
    repository: { start, end: repository.end + offset },
    tag: moved(tag),
    digest: moved(digest),
  };
  return { ...parsed, ranges };
}

/** An image whose reference is one scalar. */
export function wholeUse<Read extends Parsed>(value: Value, text: string, parsed: Read): ImageUse<Read> {
  const ranges = (parsed as Parsed).kind === "image" ? (parsed as ImageReference).ranges : undefined;
  const nameEnd = ranges?.repository.end ?? text.length;
  return {
    at: value,
    text,
    name: text.slice(0, nameEnd),
    parsed,
    named: true,
    versioned: true,
    container: undefined,
    step: undefined,
    stage: undefined,
    slots: { kind: "whole", value },
    rangeOf: (part) => {
      const range = part === "name" ? { start: 0, end: nameEnd } : ranges?.[part];
      return range && partRangeOf(value, range);
    },
    placeOf: (range) => partRangeOf(value, range),
  };
}

/**
 * The range in the document for a part of a scalar's text; undefined if the text is not written in one piece there
 * (escapes, block scalars, aliases) or the part is empty.
 */
export function partRangeOf(value: Value, part: Range): Range | undefined {
  const node = value.written;
  if (node?.kind !== "scalar" || part.start === part.end) return undefined;
  const start = node.style === "single" || node.style === "double" ? node.start + 1 : node.start;
  // Doubled quotes and escapes are longer than what they represent; without them the lengths are equal.
  const length = node.end - node.start - 2 * (start - node.start);
  if (length !== node.text.length || node.style === "literal" || node.style === "folded") return undefined;
  return { start: start + part.start, end: start + part.end };
}

/**
 * Istio's gateways use the image name `auto`, and ko builds `ko://` references; both are replaced by the real image.
 */
function isInjected(text: string): boolean {
  return text === "auto" || text.startsWith("ko://");
}

/**
 * OpenShift replaces the images of a workload with image triggers, which often sets a blank. Source:
 * https://docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/images/triggering-updates-on-imagestream-changes
 */
function isFilledInByTrigger({ root }: Resource): boolean {
  const triggers = root.at("spec", "triggers")?.items() ?? [];
  return (
    root.at("metadata", "annotations", "image.openshift.io/triggers") !== undefined ||
    triggers.some((trigger) => trigger.at("type")?.value === "ImageChange")
  );
}
