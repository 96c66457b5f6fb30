import type { Range } from "../text/range.ts";
import type { Dockerfile, Stage } from "./dockerfile.ts";
import type { Instruction } from "./instructions.ts";
import { type ShellCommand, shellCommands } from "./shell.ts";

/** The stage and all stages built on it, directly or not, which a new base image affects. */
export function stagesOn(dockerfile: Dockerfile, stage: Stage): readonly Stage[] {
  const reached = new Set([stage.index]);
  for (const { index, parent } of dockerfile.stages) {
    if (parent !== undefined && reached.has(parent)) reached.add(index);
  }
  return dockerfile.stages.filter(({ index }) => reached.has(index));
}

/** The commands that a RUN, CMD or ENTRYPOINT passes to the shell; empty for the exec form. */
export function commandsOf({ source }: Dockerfile, instruction: Instruction): readonly ShellCommand[] {
  if (instruction.exec) return [];
  return shellCommands(source, commandRange(instruction));
}

function commandRange({ words, range }: Instruction): Range {
  return { start: words[0]?.range.start ?? range.end, end: range.end };
}
