import type { Range } from "../text/range.ts";
import type { Dockerfile, Stage } from "./dockerfile.ts";
import type { Instruction } from "./instructions.ts";
import { type ShellCommand, type ShellWord, shellCommands } from "./shell.ts";
import { commandsOf, stagesOn } from "./stages.ts";

/** A RUN that uses Debian's package tools. */
export interface AptInstall {
  readonly run: Instruction;
  /** The commands, if all of them are plain; undefined if the tools are used in any other way. */
  readonly commands: readonly AptCommand[] | undefined;
}

export interface AptCommand extends Range {
  readonly kind: "update" | "install" | "clean";
  readonly words: readonly ShellWord[];
  /** For an install: the packages, in order. */
  readonly packages: readonly ShellWord[];
  readonly before: string | undefined;
  readonly after: string | undefined;
}

const TOOLS =
  /(?:^|[^\w.-])(?:apt|apt-get|apt-key|apt-mark|apt-cache|apt-file|aptitude|add-apt-repository|dpkg|dpkg-\w+|debconf-\w+)(?![\w.-])|\/etc\/apt\b/;
const CLEAN_WORDS = /^(?:-rf|-fr|-r|-f|\/var\/(?:lib\/apt\/lists|cache\/apt(?:\/archives)?)(?:\/\*|\/)?)$/;
const OPTIONS =
  /^(?:-[yq]+|--yes|--assume-yes|--quiet|-q=\d|--no-install-recommends|--no-install-suggests|--fix-missing)$/;
const PACKAGE = /^[a-z0-9][a-z0-9+.-]+$/;
const KEYWORDS = new Set([..."if then else elif fi for while until do done case esac { } !".split(" ")]);

/** The RUNs of a stage, and of those built on it, that use apt, dpkg and similar tools. */
export function aptInstalls(dockerfile: Dockerfile, stage: Stage): readonly AptInstall[] {
  return stagesOn(dockerfile, stage).flatMap(({ instructions }) =>
    instructions.flatMap((run) => {
      const code = dockerfile.source.code.slice(run.range.start, run.range.end);
      if (run.keyword !== "RUN" || !usesTools(code)) return [];
      return [{ run, commands: aptCommands(dockerfile, run) }];
    }),
  );
}

function usesTools(code: string): boolean {
  return TOOLS.test(code.replaceAll(/\/var\/(?:lib|cache)\/(?:apt|dpkg)\b/g, ""));
}

function aptCommands(dockerfile: Dockerfile, run: Instruction): readonly AptCommand[] | undefined {
  const commands = scriptOf(dockerfile, run);
  const found: AptCommand[] = [];
  for (const command of commands) {
    // Inside a condition or loop, an edit would need to know the shell's grammar.
    if (KEYWORDS.has(command.words[0]?.text ?? "")) return undefined;
    const { start, end, before, after } = command;
    if ([before, after].some((operator) => operator === "(" || operator === ")")) return undefined;
    const apt = aptCommand(command);
    if (apt) found.push({ ...apt, start, end, before, after });
  }
  return found.length === 0 || usesTools(codeBetween(dockerfile, run, found)) ? undefined : found;
}

/** The text of a RUN other than the commands. */
function codeBetween(
  { source }: Dockerfile,
  { range }: Instruction,
  commands: readonly AptCommand[],
): string {
  const starts = [range.start, ...commands.map(({ end }) => end)];
  return starts
    .map((start, index) => source.code.slice(start, commands[index]?.start ?? range.end))
    .join(" ");
}

/**
 * The commands of a RUN, or of the one heredoc that it passes to the shell; empty if heredocs have another purpose.
 */
function scriptOf(dockerfile: Dockerfile, run: Instruction): readonly ShellCommand[] {
  const { code } = dockerfile.source;
  const [first, second] = run.words;
  if (!run.words.some(({ text }) => text.startsWith("<<"))) return commandsOf(dockerfile, run);
  const name = /^<<-?(["']?)(\w+)\1$/.exec(first?.text ?? "")?.[2];
  if (!first || name === undefined) return [];
  const firstLine = code.indexOf("\n", first.range.end);
  const lastLine = code.lastIndexOf("\n", run.range.end - 1);
  const isAlone = second === undefined || firstLine < second.range.start;
  const isClosed = code.slice(lastLine, run.range.end).trim() === name;
  if (firstLine < 0 || !isAlone || !isClosed) return [];
  return shellCommands(dockerfile.source, { start: firstLine + 1, end: lastLine });
}

function aptCommand({
  words,
  before,
  after,
  isPlain,
}: ShellCommand): Pick<AptCommand, "kind" | "words" | "packages"> | undefined {
  if (!isPlain || !isSequence(before) || !isSequence(after)) return undefined;
  const assigned = words.findIndex(({ text }) => !text.startsWith("DEBIAN_FRONTEND="));
  const [tool, action, ...rest] = optionsLast(words.slice(Math.max(assigned, 0)));
  if (!tool) return undefined;
  const others = rest.filter(({ text }) => !OPTIONS.test(text));
  const isClean = [action, ...rest].every((word) => word && CLEAN_WORDS.test(word.text));
  if (tool.text === "rm" && isClean) return { kind: "clean", words, packages: [] };
  if (tool.text !== "apt-get" && tool.text !== "apt") return undefined;
  const kind = kindOf(action?.text, others);
  return kind && { kind, words, packages: kind === "install" ? others : [] };
}

/** @param words what follows the action, without options */
function kindOf(action: string | undefined, words: readonly ShellWord[]): AptCommand["kind"] | undefined {
  switch (action) {
    case "update":
      return words.length === 0 ? "update" : undefined;
    case "clean":
    case "autoclean":
      return words.length === 0 ? "clean" : undefined;
    case "install": {
      const arePackages = words.every(({ text, isLiteral }) => isLiteral && PACKAGE.test(text));
      return arePackages && 0 < words.length ? "install" : undefined;
    }
    default:
      return undefined;
  }
}

/** `apt-get -y install a` becomes `apt-get install -y a`. */
function optionsLast([tool, ...rest]: readonly ShellWord[]): readonly ShellWord[] {
  const action = rest.findIndex(({ text }) => !OPTIONS.test(text));
  if (!tool || action < 1) return tool ? [tool, ...rest] : rest;
  return [tool, rest[action]!, ...rest.slice(0, action), ...rest.slice(action + 1)];
}

function isSequence(operator: string | undefined): boolean {
  return operator === undefined || operator === "&&" || operator === ";" || operator === "\n";
}
