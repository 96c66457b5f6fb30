import { isNonRootImage } from "../images/non-root.ts";
import { ownUserOf } from "../images/own-users.ts";
import { knowledgeOf } from "../images/process-users.ts";
import type { Dockerfile, Stage } from "./dockerfile.ts";

/** Whether the image that a Dockerfile builds starts as a user other than root, by a `USER` or by its base image. */
export function isBuiltNonRoot({ stages }: Dockerfile): boolean {
  let stage: Stage | undefined = stages.at(-1);
  while (stage) {
    const user = stage.instructions.findLast(({ keyword }) => keyword === "USER")?.words[0]?.text;
    if (user !== undefined) return !/^"?(?:root|0+)"?(?::|$)/.test(user);
    if (stage.parent === undefined) return isNonRootBase(stage);
    stage = stages[stage.parent];
  }
  return false;
}

function isNonRootBase({ image }: Stage): boolean {
  const reference = image?.reference;
  if (reference?.kind !== "image") return false;
  const knowledge = knowledgeOf(reference);
  if (isNonRootImage(reference)) return true;
  return knowledge ? knowledge.process?.startsAsRoot === false : ownUserOf(reference) !== undefined;
}
