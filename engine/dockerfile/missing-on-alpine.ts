import { mentionsOf } from "../images/build-tools.ts";
import type { Range } from "../text/range.ts";
import type { Dockerfile, Stage } from "./dockerfile.ts";
import type { Instruction } from "./instructions.ts";
import { commandsOf, stagesOn } from "./stages.ts";

/** A place that needs a program that is missing in Alpine's image. */
export interface MissingProgram {
  readonly program: "bash" | "useradd" | "usermod" | "groupadd";
  /** The word that calls it. */
  readonly range: Range;
}

/** Alpine has BusyBox's `adduser` and `addgroup`; the others are in its packages `bash` and `shadow`. */
const MISSING = /^(?:\/(?:usr\/)?s?bin\/)?(bash|useradd|usermod|groupadd)$/;
const PROGRAMS = ["bash", "useradd", "usermod", "groupadd"];
/** Words that can precede the program. */
const PREFIX = /^(?:exec|sudo|env|\/usr\/bin\/env|if|then|else|!|\{|[A-Za-z_]\w*=\S*)$/;

/** Where a stage, or one built on it, calls bash or user management tools that Debian has and Alpine does not. */
export function missingOnAlpine(dockerfile: Dockerfile, stage: Stage): readonly MissingProgram[] {
  return stagesOn(dockerfile, stage).flatMap(({ instructions }) =>
    instructions.flatMap((instruction) =>
      calledWords(dockerfile, instruction).flatMap(({ text, range }): readonly MissingProgram[] => {
        const program = MISSING.exec(text)?.[1] as MissingProgram["program"] | undefined;
        return program ? [{ program, range }] : [];
      }),
    ),
  );
}

interface Called {
  readonly text: string;
  readonly range: Range;
}

function calledWords(dockerfile: Dockerfile, instruction: Instruction): readonly Called[] {
  switch (instruction.keyword) {
    case "SHELL":
    case "RUN":
    case "CMD":
    case "ENTRYPOINT": {
      if (instruction.exec) return called(instruction.exec);
      const inCommands = commandsOf(dockerfile, instruction).flatMap(({ words }) =>
        called(words.map(({ text, start, end }) => ({ text, range: { start, end } }))),
      );
      return [...inCommands, ...interpreters(dockerfile, instruction)];
    }
    // The command follows another keyword.
    case "HEALTHCHECK":
    case "ONBUILD": {
      const { start, end } = instruction.range;
      return mentionsOf(dockerfile.source.code.slice(start, end), PROGRAMS).map(({ 0: text, index }) => ({
        text,
        range: { start: start + index, end: start + index + text.length },
      }));
    }
    default:
      return [];
  }
}

/** The program of a command: its first word, or the one after `env`, `exec` or assignments. */
function called(words: readonly Called[]): readonly Called[] {
  const word = words.find(({ text }) => !PREFIX.test(text));
  return word ? [word] : [];
}

/** `#!/bin/bash` in a heredoc. */
function interpreters({ text }: Dockerfile, { range }: Instruction): readonly Called[] {
  const code = text.slice(range.start, range.end);
  if (!code.includes("<<")) return [];
  return [...code.matchAll(/^\t*#![ \t]*(?:\/usr\/bin\/env[ \t]+)?(\S+)/gm)].map(
    ({ 0: all, 1: program, index }) => {
      const end = range.start + index + all.length;
      return { text: program!, range: { start: end - program!.length, end } };
    },
  );
}
