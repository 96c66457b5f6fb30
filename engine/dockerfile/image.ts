import { parseImageReference } from "../images/reference.ts";
import type { Range } from "../text/range.ts";
import type { DockerfileImage } from "./dockerfile.ts";
import { type Expanded, expand, originOf, type Value } from "./expand.ts";
import type { Instruction, Source } from "./instructions.ts";

/** The ARGs before the first FROM, the only ones that a FROM can use. */
export interface GlobalArguments {
  readonly lookUp: (name: string) => Value;
  /** How often the file mentions a variable, to use it or to declare it in a stage. */
  readonly mentions: ReadonlyMap<string, number>;
}

/** The image reference at `range`. */
export function imageAt(
  text: string,
  source: Source,
  range: Range,
  { lookUp, mentions }: GlobalArguments,
): DockerfileImage {
  const expanded = expand(source, range, lookUp);
  const written = text.slice(range.start, range.end);
  const names = expanded?.names ?? [];
  const reference = parseImageReference(expanded?.text ?? written);
  const parts = reference.kind === "image" ? reference.ranges : undefined;
  const lastLetter = parts && expanded?.origins[parts.repository.end - 1];
  return {
    text: written,
    range,
    resolved: expanded && { text: expanded.text, exact: names.length === 0 },
    reference,
    ranges: parts && expanded ? origins(expanded, parts) : nowhere,
    nameEnd: lastLetter === undefined ? undefined : lastLetter + 1,
    arguments: [...new Set(names)].map((name) => ({
      name,
      isShared: count(names, name) < (mentions.get(name) ?? 0),
    })),
  };
}

/** Reads the ARGs before the first FROM; needs the whole file to find their other uses. */
export function globalArguments(source: Source, instructions: readonly Instruction[]): GlobalArguments {
  const first = instructions.findIndex(({ keyword }) => keyword === "FROM");
  const head = first < 0 ? instructions : instructions.slice(0, first);
  return {
    lookUp: valuesOf(source, head),
    mentions: mentionsOf(source, instructions.slice(head.length)),
  };
}

/** The values of the ARGs in the head of a file. */
function valuesOf(source: Source, head: readonly Instruction[]): (name: string) => Value {
  const values = new Map<string, Value>();
  const lookUp = (name: string): Value => values.get(name) ?? (isFromBuild(name) ? "unknown" : "unset");
  for (const { name, value } of head.flatMap((instruction) => argumentsOf(source, instruction))) {
    values.set(name, value ? (expand(source, value, lookUp) ?? "unknown") : (values.get(name) ?? "unset"));
  }
  return lookUp;
}

function mentionsOf(source: Source, body: readonly Instruction[]): ReadonlyMap<string, number> {
  const mentions = new Map<string, number>();
  const mention = (name: string) => mentions.set(name, (mentions.get(name) ?? 0) + 1);
  for (const match of source.code.matchAll(/\$\{?([A-Za-z_][A-Za-z0-9_]*)/g)) mention(match[1]!);
  for (const { name } of body.flatMap((instruction) => argumentsOf(source, instruction))) mention(name);
  return mentions;
}

/** The variables of an ARG; none for other instructions. */
function argumentsOf(source: Source, instruction: Instruction): ReturnType<typeof assignments> {
  return instruction.keyword === "ARG" ? assignments(source, instruction) : [];
}

const nowhere = { registry: undefined, repository: undefined, tag: undefined, digest: undefined };

function origins(expanded: Expanded, parts: Readonly<Record<keyof typeof nowhere, Range | undefined>>) {
  const at = (part: Range | undefined) => part && originOf(expanded, part);
  return {
    registry: at(parts.registry),
    repository: at(parts.repository),
    tag: at(parts.tag),
    digest: at(parts.digest),
  };
}

/** Set by BuildKit itself (https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope). */
function isFromBuild(name: string): boolean {
  return /^(?:TARGET|BUILD)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT|STAGE)$/.test(name);
}

/** `NAME=value` and bare names; quoted values can contain spaces. */
function assignments(
  { code }: Source,
  { words }: Instruction,
): readonly { name: string; value: Range | undefined }[] {
  const found: { name: string; value: Range | undefined }[] = [];
  let quote = "";
  for (const { range } of words) {
    const open = quote === "" ? undefined : found.at(-1);
    quote = quoteBehind(code.slice(range.start, range.end), quote);
    if (open) {
      open.value = { start: open.value!.start, end: range.end };
      continue;
    }
    const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(code.slice(range.start, range.end))?.[0];
    const equals = range.start + (name?.length ?? 0);
    const isAssigned = code[equals] === "=" && equals < range.end;
    if (name) found.push({ name, value: isAssigned ? { start: equals + 1, end: range.end } : undefined });
    if (!name || !isAssigned) quote = "";
  }
  return found;
}

/** The quote that is still open at the end of the text. */
function quoteBehind(text: string, before: string): string {
  let quote = before;
  for (const character of text) {
    if (quote === "" && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = "";
  }
  return quote;
}

function count(names: readonly string[], name: string): number {
  return names.filter((each) => each === name).length;
}
