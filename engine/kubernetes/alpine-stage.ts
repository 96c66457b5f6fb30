import { apkRewrites } from "../dockerfile/apk.ts";
import { aptInstalls } from "../dockerfile/apt.ts";
import type { Dockerfile, Stage } from "../dockerfile/dockerfile.ts";
import { missingOnAlpine } from "../dockerfile/missing-on-alpine.ts";
import { stagesOn } from "../dockerfile/stages.ts";
import { alpinePackagesOf } from "../images/alpine-packages.ts";
import type { AlpineMove } from "./alpine.ts";

/**
 * What a Dockerfile shows of a move of a stage's base to Alpine; undefined where the base is not part of the image
 * that is built in the end: what another stage makes may have to run on glibc.
 *
 * @param hasBash the image on Alpine has bash all the same
 */
export function stageToAlpine(
  dockerfile: Dockerfile,
  stage: Stage,
  hasBash: boolean,
): AlpineMove | undefined {
  if (!stagesOn(dockerfile, stage).some(({ isFinal }) => isFinal)) return undefined;
  const installs = aptInstalls(dockerfile, stage);
  const edits =
    installs.length === 0 ? [] : apkRewrites(dockerfile, stage, (name) => alpinePackagesOf(name)?.join(" "));
  return {
    obstacles: [
      ...installs.map(({ run }) => ({
        at: run.keywordRange,
        program: "apt-get",
        solved: edits !== undefined,
      })),
      ...missingOnAlpine(dockerfile, stage)
        .filter(({ program }) => program !== "bash" || !hasBash)
        .map(({ program, range }) => ({ at: range, program, solved: false })),
    ],
    edits: edits ?? [],
  };
}
