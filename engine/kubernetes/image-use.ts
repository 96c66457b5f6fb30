import type { Dockerfile, Stage } from "../dockerfile/dockerfile.ts";
import type { Document } from "../documents/document.ts";
import type { ImageReference, ImageReferenceProblem } from "../images/reference.ts";
import type { Range } from "../text/range.ts";
import type { Container } from "./containers.ts";
import type { Resource, Workload } from "./resource.ts";
import type { Value } from "./value.ts";

/** The parts of a reference; `name` is registry and repository together, as written. */
export type ImagePart = "registry" | "repository" | "name" | "tag" | "digest";

/** An image reference in a text, in one or several pieces. */
export interface ImageUse<Parsed = ImageReference> {
  /** What a finding underlines: the value that holds the reference or its name; a range if the text has no tree. */
  readonly at: Value | Range;
  /** The whole reference, as its reader assembles it. */
  readonly text: string;
  /** The text without tag and digest. */
  readonly name: string;
  readonly parsed: Parsed;
  /** Whether the name is set here; a kustomization can change only the version of an image that is set elsewhere. */
  readonly named: boolean;
  /** Whether tag and digest are set here; a kustomization or a chart's values can leave them to other files. */
  readonly versioned: boolean;
  /** The container that runs it; undefined for images that are mounted, or started by an operator or a build. */
  readonly container: Container | undefined;
  /**
   * The mapping with the command that a custom resource runs in it: a Tekton step, an Argo Workflows
   * template.
   */
  readonly step: Value | undefined;
  /** The stage that is built on it. */
  readonly stage: Stage | undefined;
  readonly slots: ImageSlots;
  /** The range of a part; undefined if it is absent or not written in one piece (escapes, aliases). */
  rangeOf(part: ImagePart): Range | undefined;
  /** The range in the document for a range of `text`; undefined if it is not written in one piece. */
  placeOf(range: Range): Range | undefined;
}

/** How a reference is written, and so how it can be changed. */
export type ImageSlots =
  | { readonly kind: "whole"; readonly value: Value }
  | {
      readonly kind: "keys";
      /** The mapping that has the keys. */
      readonly owner: Value;
      /** Undefined if `name` has the whole name. */
      readonly registry: string | undefined;
      readonly name: string;
      readonly tag: string;
      readonly digest: string;
    }
  | {
      readonly kind: "text";
      /** The whole reference, if it is written in one piece. */
      readonly whole: Range | undefined;
      /** Where a first tag can be inserted; undefined if nothing can be added. */
      readonly nameEnd: number | undefined;
      /**
       * The only range that may be changed, because a variable outside of it can have other uses. Undefined is
       * anywhere.
       */
      readonly within: Range | undefined;
    };

/** A source of images: a resource, a kustomization, a chart's values, a Dockerfile. */
export interface ImageSource {
  readonly kind: "resource" | "kustomization" | "values" | "dockerfile";
  readonly document: Document;
  readonly resource: Resource | undefined;
  readonly workload: Workload | undefined;
  readonly dockerfile: Dockerfile | undefined;
  readonly images: readonly ImageUse[];
  /** Images with only a name and a tag, whose registry is filled in later: `${REGISTRY}/web:latest`. */
  readonly prefixed: readonly ImageUse[];
  /** Values that Kustomize or Helm needs as strings: tags under their own key. */
  readonly strings: readonly Value[];
  /** References that no container runtime accepts. */
  readonly broken: readonly ImageUse<ImageReferenceProblem>[];
}

/** The range of the first of some parts that is written in one piece. */
export function rangeOfFirst(use: ImageUse<unknown>, ...parts: readonly ImagePart[]): Range | undefined {
  for (const part of parts) {
    const range = use.rangeOf(part);
    if (range) return range;
  }
  return undefined;
}

/** Uses that share one text: a Dockerfile can use one ARG in several names. */
export interface PlacedUses {
  /** The text to underline; undefined for all of the first use's `at`. */
  readonly range: Range | undefined;
  readonly uses: readonly [ImageUse, ...ImageUse[]];
}

/** Groups uses by what is underlined, so that each place is reported once. */
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

/** Whether a part of the reference is in the default value of an ARG, which a build can override. */
export function isOfArgument({ at, slots }: ImageUse, part: Range | undefined): boolean {
  if (slots.kind !== "text" || !part || !("start" in at)) return false;
  return part.start < at.start || at.end < part.end;
}
