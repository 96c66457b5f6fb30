/**
 * Fails if a text contains a word that this project does not use (the list is `scripts/words.data.ts`), or if an
 * example shows a message that is too long to read at a glance. With `--summary`, prints counts instead of places.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { type Wording, wordings } from "./words.data.ts";

/** The maximum length of a message with ordinary names. */
const longestMessage = 160;

interface Problem {
  readonly place: string;
  readonly wording: string;
}

/** Handwritten files of the checkout; the words of generated files come from these. */
function filesToRead(): readonly string[] {
  const files = execFileSync("git", ["ls-files", "-z"], { encoding: "utf8" }).split("\0");
  return files.filter(
    (file) => /(?:\.(?:ts|md|ya?ml)|^package\.json|^\.ci\/\w+)$/.test(file) && !notOurs.test(file),
  );
}

const notOurs =
  /^(?:docs\/rules\/|docs\/(?:coverage|standards|presets|rules)\.md|NOTICE|scripts\/words|test\/editor\/workspace\/|examples\/shop\/|engine\/images\/root-images)|\.generated\.ts$|(?:^|\/)fixtures\//;

function problemsOf(file: string, text: string): readonly Problem[] {
  const problems: Problem[] = [];
  let fence: string | undefined;
  for (const [at, line] of text.split("\n").entries()) {
    const place = `${file}:${at + 1}`;
    const mark = file.endsWith(".md") ? /^\s*```+(.*)$/.exec(line) : null;
    if (mark) fence = fence === undefined ? mark[1]!.trim() : undefined;
    else if (fence === undefined || fence.includes("findings"))
      for (const wording of wordingProblems(line, file, fence !== undefined))
        problems.push({ place, wording });
  }
  return problems;
}

function wordingProblems(line: string, file: string, isFinding: boolean): readonly string[] {
  const words = wordingsIn(line, file).map((wording) => textOf(wording, line));
  if (!isFinding || !hasLongMessage(line)) return words;
  return [...words, `a message of more than ${longestMessage} characters`];
}

/** Whether a line of findings has a long message. */
function hasLongMessage(line: string): boolean {
  const message = /^\d+:\d+ \w+ (.*)$/.exec(line)?.[1];
  return message !== undefined && ordinary(message).length > longestMessage;
}

/** The message with long names and digests shortened, because examples use longer names than usual. */
function ordinary(message: string): string {
  return message.replace(/@sha256:[0-9a-f]+/g, "@…").replace(/"[^"]{28,}"/g, (name) => name.slice(0, 28));
}

function wordingsIn(line: string, file: string): readonly Wording[] {
  // The words in a URL are not ours.
  const text = line.replace(/https?:\/\/\S+/g, "");
  return wordings.filter(({ avoid, proseOnly }) => avoid.test(proseOnly ? proseOf(text, file) : text));
}

/** The part of a line that is not code: a comment, or the prose of a page. */
function proseOf(line: string, file: string): string {
  if (!file.endsWith(".ts")) return line.replace(/`[^`]*`/g, "");
  return /^\s*(?:\/?\*\*?|\/\/)(.*)$/.exec(line)?.[1]?.replace(/`[^`]*`/g, "") ?? stringsOf(line);
}

function stringsOf(line: string): string {
  return [...line.matchAll(/"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g)]
    .map(([text]) => text)
    .filter((text) => text.includes(" "))
    .join(" ");
}

function textOf({ avoid, use }: Wording, line: string): string {
  return `"${avoid.exec(line)?.[0] ?? avoid.source}": use ${use}`;
}

const problems = filesToRead().flatMap((file) => problemsOf(file, readFileSync(file, "utf8")));
if (process.argv.includes("--summary")) {
  const counts = new Map<string, number>();
  for (const { wording } of problems) counts.set(wording, (counts.get(wording) ?? 0) + 1);
  for (const [wording, count] of [...counts].sort((a, b) => b[1] - a[1])) console.log(`${count} ${wording}`);
} else {
  for (const { place, wording } of problems) console.error(`${place}: ${wording}`);
}
console.log(`${problems.length} problems with words`);
process.exit(problems.length === 0 ? 0 : 1);
