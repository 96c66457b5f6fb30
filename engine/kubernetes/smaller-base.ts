import { missingTools } from "../dockerfile/missing-tools.ts";
import { stagesOn } from "../dockerfile/stages.ts";
import { mentionsOf, toolsMissingOn } from "../images/build-tools.ts";
import { type AlpineMove, commandsOf, moveToAlpine } from "./alpine.ts";
import { stageToAlpine } from "./alpine-stage.ts";
import type { ImageSource, ImageUse } from "./image-use.ts";
import { isWindows } from "./pods.ts";

/** What a source shows about moving an official image to Alpine; undefined if that is ruled out. */
export function alpineMoveOf(
  use: ImageUse,
  { dockerfile }: ImageSource,
  name: string,
): AlpineMove | undefined {
  if (!dockerfile) return moveToAlpine(use, name);
  return use.stage && stageToAlpine(dockerfile, use.stage, name);
}

/** Whether the edits of the move remove all obstacles. */
export function fitsAlpine({ obstacles }: AlpineMove): boolean {
  return obstacles.every(({ solved }) => solved);
}

/**
 * Whether an official image can be replaced by its slim variant, judging by the source: it uses none of the programs
 * that the slim variant lacks. In a Dockerfile it has to be part of the final image, because a build stage may need the
 * tools.
 */
export function fitsSlim(
  { container, step, stage, slots }: ImageUse,
  { dockerfile }: ImageSource,
  name: string,
): boolean {
  const tools = toolsMissingOn("slim", name);
  if (dockerfile) {
    const isBuilt = stage !== undefined && stagesOn(dockerfile, stage).some(({ isFinal }) => isFinal);
    return isBuilt && missingTools(dockerfile, stage, tools).length === 0;
  }
  const runs = container?.value ?? step;
  // As for Alpine: the source does not show what an operator runs in an image, and the user has to know what
  // a chart runs.
  if (!runs) return slots.kind === "keys";
  if (container && isWindows(container.workload)) return false;
  return commandsOf(runs).every((text) => mentionsOf(text.string ?? "", tools).length === 0);
}
