import {
  type ImageReference,
  type ImageReferenceProblem,
  parseImageReference,
  type TemplatedImage,
} from "../images/reference.ts";
import { registryMatches } from "../images/registries.ts";
import type { Range } from "../text/range.ts";
import { type Container, containersOf } from "./containers.ts";
import { once } from "./once.ts";
import { isTemplated, type Workload } from "./resource.ts";
import type { Value } from "./value.ts";

/** The image of one container. */
export interface ContainerImage<Parsed = ImageReference> {
  readonly container: Container;
  /** The value of `image`. */
  readonly value: Value;
  /** The text of `image` as the API server reads it. */
  readonly text: string;
  /** The text without tag and digest, as it is written. */
  readonly name: string;
  readonly parsed: Parsed;
  /**
   * Where a part of the text stands in the document; `undefined` where the text is not written out in one piece there
   * (escapes, block scalars, aliases) or the part is empty.
   */
  partRange(part: Range | undefined): Range | undefined;
}

type AnyImage = ContainerImage<ImageReference | ImageReferenceProblem | TemplatedImage>;

/** The images of a workload that can be read, in the order of `containersOf`. Reads once for all rules. */
export function imagesOf(workload: Workload): readonly ContainerImage[] {
  return once(workload, readImages).filter((image): image is ContainerImage => image.parsed.kind === "image");
}

/** The images of a workload that no container runtime accepts. */
export function brokenImagesOf(workload: Workload): readonly ContainerImage<ImageReferenceProblem>[] {
  return once(workload, readImages).filter(
    (image): image is ContainerImage<ImageReferenceProblem> => image.parsed.kind === "problem",
  );
}

/** Whether the reference means the tag `latest`: it says so, or it has neither tag nor digest. */
export function isLatest({ tag, digest }: ImageReference): boolean {
  return digest === undefined && (tag === undefined || tag === "latest");
}

/**
 * Whether one of the patterns that a user wrote covers an image. As `registryMatches`, but a pattern without a registry
 * speaks of Docker Hub, as an image without one does: `nginx`, `bitnami/*`.
 */
export function imageMatches(patterns: readonly string[], { registry, repository }: ImageReference): boolean {
  return patterns.some((pattern) => {
    const [first = "", ...rest] = pattern.split("/");
    const hasHost = /[.:]|^\*$/.test(first) || first === "localhost";
    const full = hasHost ? pattern : `docker.io/${0 < rest.length ? pattern : `library/${pattern}`}`;
    return registryMatches(full, registry, repository);
  });
}

function readImages(workload: Workload): readonly AnyImage[] {
  return isFilledInByTrigger(workload) ? [] : containersOf(workload).flatMap(read);
}

function read(container: Container): readonly AnyImage[] {
  const value = container.at("image");
  const text = value?.string;
  if (value === undefined || text === undefined || isTemplated(text) || isInjected(text)) return [];
  const { text: source } = container.workload.document;
  const parsed = parseImageReference(text);
  return [
    {
      container,
      value,
      text,
      name: parsed.kind === "image" ? text.slice(0, parsed.ranges.repository.end) : text,
      parsed,
      partRange: (part) => part && partRange(source, value, part),
    },
  ];
}

function partRange(source: string, value: Value, part: Range): Range | undefined {
  const node = value.written;
  if (node?.kind !== "scalar" || part.start === part.end) return undefined;
  const start = node.style === "single" || node.style === "double" ? node.start + 1 : node.start;
  if (!source.startsWith(node.text, start)) return undefined;
  return { start: start + part.start, end: start + part.end };
}

/** Istio's gateways name their image `auto`, and ko builds what `ko://` names; the real image is put in its place. */
function isInjected(text: string): boolean {
  return text === "auto" || text.startsWith("ko://");
}

/**
 * OpenShift replaces the images of a workload with image triggers, whose own are often a blank.
 * Source: https://docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/images/triggering-updates-on-imagestream-changes
 */
function isFilledInByTrigger({ root }: Workload): boolean {
  const triggers = root.at("spec", "triggers")?.items() ?? [];
  return (
    root.at("metadata", "annotations", "image.openshift.io/triggers") !== undefined ||
    triggers.some((trigger) => trigger.at("type")?.value === "ImageChange")
  );
}
