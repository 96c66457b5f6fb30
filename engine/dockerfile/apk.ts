import type { TextEdit } from "../text/range.ts";
import { type AptCommand, type AptInstall, aptInstalls } from "./apt.ts";
import type { Dockerfile, Stage } from "./dockerfile.ts";

/** The Alpine equivalent of a Debian package; undefined if none is known to have the same content. */
type NameOf = (debianPackage: string) => string | undefined;

/**
 * The edits that install a stage's packages with Alpine's apk instead of apt, including those of stages built on it.
 * Undefined if one RUN cannot be rewritten: a partial rewrite would not build on either distribution.
 */
export function apkRewrites(
  dockerfile: Dockerfile,
  stage: Stage,
  nameOf: NameOf,
): readonly TextEdit[] | undefined {
  const edits = aptInstalls(dockerfile, stage).map((install) => apkRewrite(dockerfile, install, nameOf));
  return edits.every((edit) => edit !== undefined) ? edits : undefined;
}

/** The edit for one RUN: layout, order, comments and other commands stay unchanged. */
function apkRewrite({ text }: Dockerfile, install: AptInstall, nameOf: NameOf): TextEdit | undefined {
  const commands = install.commands;
  const first = commands?.[0];
  if (!commands || !first) return undefined;
  const installs = commands.some(({ kind }) => kind === "install");
  const parts: string[] = [];
  let at = first.start;
  for (const command of commands) {
    const gap = text.slice(at, command.start);
    const isReplaced = !installs || command.kind === "install";
    const rewritten = isReplaced ? inApk(text, command, nameOf) : undefined;
    const part =
      rewritten === undefined ? dropped(text, gap, command) : { text: gap + rewritten, end: command.end };
    if (part === undefined) return undefined;
    parts.push(part.text);
    at = part.end;
  }
  return { start: first.start, end: at, text: parts.join("") };
}

/** What is left of a command that apk does not need and of the gap in front of it, with one operator less. */
function dropped(text: string, gap: string, command: AptCommand): { text: string; end: number } | undefined {
  if (command.kind === "install") return undefined;
  // With `--no-cache`, no index is fetched, and none needs to be removed afterwards.
  const next = command.kind === "update" || gap === "" ? behindOperator(text, command) : undefined;
  if (next !== undefined) return { text: gap, end: next };
  const kept = beforeOperator(gap, command);
  return kept === undefined ? undefined : { text: kept, end: command.end };
}

/** The start of the next command, if only the operator and line breaks are in between. */
function behindOperator(text: string, { end, after }: AptCommand): number | undefined {
  const operator = /[\s\\`]*(?:&&|;)?[\s\\`]*/y;
  operator.lastIndex = end;
  return after !== undefined && operator.test(text) && text[operator.lastIndex] !== "#"
    ? operator.lastIndex
    : undefined;
}

/** The text without the operator at its end. */
function beforeOperator(text: string, { before }: AptCommand): string | undefined {
  const end = trimmedEnd(text, text.length);
  if (before === "\n") return end === text.length ? undefined : text.slice(0, end);
  if (before === undefined || !text.slice(0, end).endsWith(before)) return undefined;
  return text.slice(0, trimmedEnd(text, end - before.length));
}

function trimmedEnd(text: string, end: number): number {
  let at = end;
  while (0 < at && /[\s\\`]/.test(text[at - 1]!)) at--;
  return at;
}

function inApk(text: string, { kind, words, packages }: AptCommand, nameOf: NameOf): string | undefined {
  if (kind === "update") return "apk update";
  if (kind === "clean") return "rm -rf /var/cache/apk/*";
  const parts = ["apk add --no-cache"];
  const isPackage = new Set(packages);
  for (const [index, word] of words.entries()) {
    if (!isPackage.has(word)) continue;
    const name = nameOf(word.text);
    if (name === undefined) return undefined;
    parts.push(text.slice(words[index - 1]!.end, word.start), name);
  }
  return parts.join("");
}
