import { apkRewrites } from "../dockerfile/apk.ts";
import { aptInstalls } from "../dockerfile/apt.ts";
import type { Dockerfile, Stage } from "../dockerfile/dockerfile.ts";
import { missingOnAlpine } from "../dockerfile/missing-on-alpine.ts";
import { missingTools } from "../dockerfile/missing-tools.ts";
import { stagesOn } from "../dockerfile/stages.ts";
import { alpinePackagesOf } from "../images/alpine-packages.ts";
import { againstAlpine, toolsMissingOn } from "../images/build-tools.ts";
import { toolsOnAlpine } from "../images/caveats.ts";
import type { AlpineMove } from "./alpine.ts";

/**
 * What a Dockerfile shows of a move of a stage's base to Alpine; undefined where the base is not part of the image
 * that is built in the end: what another stage makes may have to run on glibc.
 *
 * @param name of the official image, without registry and `library/`
 */
export function stageToAlpine(dockerfile: Dockerfile, stage: Stage, name: string): AlpineMove | undefined {
  if (!stagesOn(dockerfile, stage).some(({ isFinal }) => isFinal)) return undefined;
  const installs = aptInstalls(dockerfile, stage);
  const edits =
    installs.length === 0
      ? []
      : apkRewrites(dockerfile, stage, (debian) => alpinePackagesOf(debian)?.join(" "));
  return {
    obstacles: [
      ...installs.map(({ run }) => ({
        at: run.keywordRange,
        reason: againstAlpine("apt-get"),
        solved: edits !== undefined,
      })),
      ...missingOnAlpine(dockerfile, stage)
        .filter(({ program }) => !toolsOnAlpine(name).includes(program))
        .map(({ program, range }) => ({ at: range, reason: againstAlpine(program), solved: false })),
      ...missingTools(dockerfile, stage, toolsMissingOn("alpine", name)).map(({ program, range }) => ({
        at: range,
        reason: againstAlpine(program),
        solved: false,
      })),
    ],
    edits: edits ?? [],
  };
}
