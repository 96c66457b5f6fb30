import { missingTools } from "../dockerfile/missing-tools.ts";
import { stagesOn } from "../dockerfile/stages.ts";
import { mentionsOf, toolsMissingOn } from "../images/build-tools.ts";
import { type AlpineMove, commandsOf, moveToAlpine } from "./alpine.ts";
import { stageToAlpine } from "./alpine-stage.ts";
import type { ImageSource, ImageUse } from "./image-use.ts";
import { isWindows } from "./pods.ts";

/** What a source shows of a move of an official image to Alpine; undefined where it is ruled out. */
export function alpineMoveOf(
  use: ImageUse,
  { dockerfile }: ImageSource,
  name: string,
): AlpineMove | undefined {
  if (!dockerfile) return moveToAlpine(use, name);
  return use.stage && stageToAlpine(dockerfile, use.stage, name);
}

/** Whether nothing stands in the way of that move but what its edits take out of it. */
export function fitsAlpine({ obstacles }: AlpineMove): boolean {
  return obstacles.every(({ solved }) => solved);
}

/**
 * Whether an official image can give way to its slim kind as far as the source shows: it names none of the programs
 * that the slim kind lacks. In a Dockerfile it has to be part of the image that is built in the end, for what only
 * builds may need the tools.
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
  // As on Alpine: what an operator runs in an image nobody sees, what a chart runs a person has to know.
  if (!runs) return slots.kind === "keys";
  if (container && isWindows(container.workload)) return false;
  return commandsOf(runs).every((text) => mentionsOf(text.string ?? "", tools).length === 0);
}
