import type { DockerfileImage, Stage } from "../dockerfile/dockerfile.ts";
import { readDockerfile } from "../dockerfile/read.ts";
import type { Document } from "../documents/document.ts";
import type { ImageReference, ImageReferenceProblem } from "../images/reference.ts";
import type { Range } from "../text/range.ts";
import type { ImageSource, ImageUse } from "./image-use.ts";

type Read = ImageReference | ImageReferenceProblem;

/** The images that a Dockerfile builds on and copies from, other than its stages. */
export function dockerfileImages(document: Document): ImageSource {
  const dockerfile = readDockerfile(document.text);
  const uses: ImageUse<Read>[] = [];
  for (const stage of dockerfile.stages) {
    if (stage.image && stage.parent === undefined && !stage.isScratch)
      uses.push(...useOf(stage.image, stage));
  }
  for (const { image } of dockerfile.copied) uses.push(...useOf(image, undefined));
  return {
    kind: "dockerfile",
    document,
    resource: undefined,
    workload: undefined,
    dockerfile,
    images: uses.filter((use): use is ImageUse => use.parsed.kind === "image"),
    prefixed: [],
    strings: [],
    broken: uses.filter((use): use is ImageUse<ImageReferenceProblem> => use.parsed.kind === "problem"),
  };
}

function useOf(image: DockerfileImage, stage: Stage | undefined): readonly ImageUse<Read>[] {
  const { resolved, reference, range, ranges, nameEnd } = image;
  if (!resolved || reference.kind === "templated") return [];
  const whole = image.text === resolved.text ? range : undefined;
  // The reference might be valid with another value of the variable.
  if (reference.kind === "problem" && !whole) return [];
  const placeOf = (part: Range): Range | undefined =>
    whole && part.start < part.end
      ? { start: whole.start + part.start, end: whole.start + part.end }
      : undefined;
  return [
    {
      at: range,
      text: resolved.text,
      name:
        reference.kind === "image" ? resolved.text.slice(0, reference.ranges.repository.end) : resolved.text,
      parsed: reference,
      named: true,
      versioned: true,
      container: undefined,
      step: undefined,
      stage,
      slots: {
        kind: "text",
        whole,
        nameEnd,
        within: image.arguments.some(({ isShared }) => isShared) ? range : undefined,
      },
      rangeOf: (part) => {
        if (part !== "name") return ranges[part];
        const { registry, repository } = ranges;
        const isWritten = reference.kind === "image" && reference.ranges.registry !== undefined;
        if (!isWritten) return repository;
        return registry && repository && registry.end + 1 === repository.start
          ? { start: registry.start, end: repository.end }
          : undefined;
      },
      placeOf,
    },
  ];
}
