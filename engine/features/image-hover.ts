import { officialImage } from "../images/catalog.ts";
import { imageText } from "../images/image-text.ts";
import type { ImageReference } from "../images/reference.ts";
import { questionOf } from "../images/registry.ts";
import { replacedImage, retirementOf } from "../images/retired-registries.ts";
import type { ImageUse } from "../kubernetes/image-use.ts";
import type { Workload } from "../kubernetes/resource.ts";
import type { SourceFile } from "../lint/file.ts";
import type { RunContext } from "../lint/run.ts";
import { answerFacts } from "./image-answer.ts";
import { type ImageCard, type ImageFact, mostFacts, type Said, yieldsTo } from "./image-card.ts";
import { credentialsFact } from "./image-credentials.ts";
import { placedImage } from "./image-place.ts";
import { versionFacts } from "./image-version.ts";

/**
 * What is known about the image at an offset; `undefined` if there is no image, or nothing to add to the text.
 *
 * @param said ids of the rules whose findings are shown next to the card, which does not repeat them
 */
export function imageCard(
  file: SourceFile,
  offset: number,
  said: readonly string[],
  context: RunContext,
): ImageCard | undefined {
  const placed = placedImage(file, offset);
  if (!placed) return undefined;
  const { use, source, part, range } = placed;
  const { parsed } = use;
  const yields: Said = new Set(yieldsTo.filter((rule) => said.includes(rule)));
  const facts = factsOf(use, source.workload, yields, context);
  const tag = use.versioned ? questionOf(parsed).tag : undefined;
  const image = imageText({ ...parsed, tag });
  const page = pageOf(parsed);
  // Do not repeat what the text already says.
  if (facts.length === 0 && page === undefined && file.text.slice(range.start, range.end).includes(image))
    return undefined;
  const first = firstFor[part ?? "name"] ?? [];
  const rank = ({ kind }: ImageFact) => (first.includes(kind) ? 0 : 1);
  return {
    range,
    part,
    image,
    official: officialImage(parsed) !== undefined,
    page,
    facts: [...facts].sort((a, b) => rank(a) - rank(b)).slice(0, mostFacts),
  };
}

/** The facts that matter most for a part of the reference. */
const firstFor: Readonly<Partial<Record<string, readonly ImageFact["kind"][]>>> = {
  registry: ["retired", "credentials", "denied", "unavailable"],
  digest: ["pinned", "found", "missing"],
};

function factsOf(
  use: ImageUse,
  workload: Workload | undefined,
  said: Said,
  context: RunContext,
): readonly ImageFact[] {
  const { name, parsed, versioned } = use;
  const isReplaced = context.workspace.isReplaced(name, context.uri);
  return [
    ...(isReplaced ? [{ kind: "replaced" } as const] : []),
    ...retiredFacts(parsed, said),
    ...(versioned ? versionFacts(parsed, workload, said, context) : []),
    ...credentialsFacts(use, workload, said, context),
    ...(versioned ? answerFacts(parsed, workload, said, context) : []),
  ];
}

function retiredFacts(parsed: ImageReference, said: Said): readonly ImageFact[] {
  const retirement = retirementOf(parsed);
  if (!retirement) return [];
  const { note, source } = retirement;
  if (said.has("image-registry-retired"))
    return note === undefined ? [] : [{ kind: "note", text: note, source }];
  return [{ kind: "retired", retirement, instead: replacedImage(parsed, retirement) }];
}

function credentialsFacts(
  use: ImageUse,
  workload: Workload | undefined,
  said: Said,
  context: RunContext,
): readonly ImageFact[] {
  const fact = credentialsFact(use, workload, context);
  if (!fact) return [];
  if (!said.has("image-pull-secret-missing")) return [fact];
  return fact.notes.map((text) => ({ kind: "note", text, source: undefined }));
}

/** Sources: https://hub.docker.com, https://quay.io; other registries have no public page for each image. */
function pageOf({ registry, repository }: ImageReference): string | undefined {
  if (registry === "quay.io") return `https://quay.io/repository/${repository}`;
  if (registry !== "docker.io") return undefined;
  return repository.startsWith("library/")
    ? `https://hub.docker.com/_/${repository.slice("library/".length)}`
    : `https://hub.docker.com/r/${repository}`;
}
