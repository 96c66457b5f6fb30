import type { Dockerfile, Stage } from "../dockerfile/dockerfile.ts";
import type { Document } from "../documents/document.ts";
import type { ImageReference, ImageReferenceProblem } from "../images/reference.ts";
import type { Range } from "../text/range.ts";
import type { Container } from "./containers.ts";
import type { Resource, Workload } from "./resource.ts";
import type { Value } from "./value.ts";

/** The parts of a reference; `name` is registry and repository together, as they are written. */
export type ImagePart = "registry" | "repository" | "name" | "tag" | "digest";

/** An image that a text names, wherever and in how many pieces it does so. */
export interface ImageUse<Parsed = ImageReference> {
  /** What a finding is about: the value that holds the reference or its name; a range where the text has no tree. */
  readonly at: Value | Range;
  /** The whole reference, as whoever reads the text puts it together. */
  readonly text: string;
  /** The text without tag and digest. */
  readonly name: string;
  readonly parsed: Parsed;
  /** Whether the name is decided here; a kustomization may only change the version of an image that others name. */
  readonly named: boolean;
  /** Whether tag and digest are decided here; a kustomization or a chart's values may leave that to others. */
  readonly versioned: boolean;
  /** The container that runs it; undefined for images that are mounted, or started by an operator or a build. */
  readonly container: Container | undefined;
  /** The mapping that says what a custom resource runs in it: a Tekton step, an Argo Workflows template. */
  readonly step: Value | undefined;
  /** The stage that is built on it. */
  readonly stage: Stage | undefined;
  readonly slots: ImageSlots;
  /** Where a part stands in one piece; undefined where it does not (escapes, aliases), or is not there. */
  rangeOf(part: ImagePart): Range | undefined;
  /** Where a range of `text` stands; undefined where it does not stand in one piece. */
  placeOf(range: Range): Range | undefined;
}

/** How a reference is written, and so how it can be changed. */
export type ImageSlots =
  | { readonly kind: "whole"; readonly value: Value }
  | {
      readonly kind: "keys";
      /** The mapping that has the keys. */
      readonly owner: Value;
      /** Undefined where the whole name stands under `name`. */
      readonly registry: string | undefined;
      readonly name: string;
      readonly tag: string;
      readonly digest: string;
    }
  | {
      readonly kind: "text";
      /** All of the reference, where it is written out in one piece. */
      readonly whole: Range | undefined;
      /** Where a first tag goes; undefined where nothing can be added. */
      readonly nameEnd: number | undefined;
      /** Where alone it may be changed: a variable outside of it is something else's as well. Undefined is anywhere. */
      readonly within: Range | undefined;
    };

/** What names images: a resource, a kustomization, a chart's values, a Dockerfile. */
export interface ImageSource {
  readonly kind: "resource" | "kustomization" | "values" | "dockerfile";
  readonly document: Document;
  readonly resource: Resource | undefined;
  readonly workload: Workload | undefined;
  readonly dockerfile: Dockerfile | undefined;
  readonly images: readonly ImageUse[];
  /** Those of which only name and tag are written, in a registry that is filled in later: `${REGISTRY}/web:latest`. */
  readonly prefixed: readonly ImageUse[];
  /** What Kustomize or Helm needs as strings: tags under a key of their own, and a kustomization's labels and names. */
  readonly strings: readonly Value[];
  /** Those that no container runtime accepts. */
  readonly broken: readonly ImageUse<ImageReferenceProblem>[];
}

/** The range of the first of some parts that stands in one piece. */
export function rangeOfFirst(use: ImageUse<unknown>, ...parts: readonly ImagePart[]): Range | undefined {
  for (const part of parts) {
    const range = use.rangeOf(part);
    if (range) return range;
  }
  return undefined;
}

/** Uses of which the same text decides: a Dockerfile may have one ARG in several names. */
export interface PlacedUses {
  /** The text that is to be underlined; undefined where it is all of the first one's `at`. */
  readonly range: Range | undefined;
  readonly uses: readonly [ImageUse, ...ImageUse[]];
}

/** The uses by what is to be underlined of them, so that each place is spoken of once. */
export function byPlace(
  uses: readonly ImageUse[],
  placeOf: (use: ImageUse) => Range | undefined,
): readonly PlacedUses[] {
  const places = new Map<
    string,
    { readonly range: Range | undefined; readonly uses: [ImageUse, ...ImageUse[]] }
  >();
  for (const [index, use] of uses.entries()) {
    const range = placeOf(use);
    const key = range ? `${range.start}` : `use ${index}`;
    const place = places.get(key);
    if (place) place.uses.push(use);
    else places.set(key, { range, uses: [use] });
  }
  return [...places.values()];
}

/** Whether a part of the reference stands in the default of a Dockerfile's ARG, which a build may set otherwise. */
export function isOfArgument({ at, slots }: ImageUse, part: Range | undefined): boolean {
  if (slots.kind !== "text" || !part || !("start" in at)) return false;
  return part.start < at.start || at.end < part.end;
}
