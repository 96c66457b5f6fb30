import { apkRewrites } from "../dockerfile/apk.ts";
import { aptInstalls } from "../dockerfile/apt.ts";
import type { Dockerfile, Stage } from "../dockerfile/dockerfile.ts";
import { missingOnAlpine } from "../dockerfile/missing-on-alpine.ts";
import { missingTools } from "../dockerfile/missing-tools.ts";
import { stagesOn } from "../dockerfile/stages.ts";
import { alpinePackagesOf } from "../images/alpine-packages.ts";
import { againstAlpine, toolsMissingOn } from "../images/build-tools.ts";
import { toolsOnAlpine } from "../images/caveats.ts";
import { cgoIn, gnuOnlyIn } from "../images/gnu-only.ts";
import type { AlpineMove, AlpineObstacle } from "./alpine.ts";

/**
 * What a Dockerfile shows about moving a stage's base to Alpine; undefined if the base is not part of the final image,
 * because the output of another stage might have to run on glibc.
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
      ...gnuOnly(dockerfile, stage, name),
    ],
    edits: edits ?? [],
  };
}

const RUNNING = ["RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "ONBUILD"];

/** Where a stage, or one built on it, uses GNU programs, glibc, or a C compiler for Go. */
function gnuOnly(dockerfile: Dockerfile, stage: Stage, name: string): readonly AlpineObstacle[] {
  return stagesOn(dockerfile, stage).flatMap(({ instructions }) =>
    instructions.flatMap(({ keyword, range: { start, end } }) => {
      const code = dockerfile.source.code.slice(start, end);
      const found = [
        ...(RUNNING.includes(keyword) ? gnuOnlyIn(code) : []),
        ...(name === "golang" ? cgoIn(code) : []),
      ];
      return found.map(({ index, length, reason }) => ({
        at: { start: start + index, end: start + index + length },
        reason,
        solved: false,
      }));
    }),
  );
}
