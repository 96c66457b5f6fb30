import type { Entry, SourceFile } from "../file.ts";
import type { ElsewhereChange } from "../lint/edit.ts";
import type { TextEdit } from "../text/range.ts";
import type { Change } from "../yaml/edit/change.ts";

/** The changes of a resource in another document, as changes of that document; undefined where they cannot be made. */
export function changesElsewhere(
  file: SourceFile,
  { place, changes }: ElsewhereChange,
): { readonly entry: Entry; readonly start: number; readonly changes: readonly Change[] } | undefined {
  const home = file.entries[place.document];
  const resource = home?.entry.resources.find(({ anchor }) => anchor.token.start === place.start);
  if (!home || !resource) return undefined;
  const made = changes(resource.root);
  const plain = made.filter((change): change is Change => change !== undefined && isPlain(change));
  return plain.length === 0 || plain.length < made.length
    ? undefined
    : { entry: home.entry, start: home.start, changes: plain };
}

function isPlain(change: { readonly type: string }): change is Change {
  return change.type !== "elsewhere" && change.type !== "new-document";
}

/** The edit that adds documents at a file's end; undefined where the file is JSON, which has no more than one. */
export function appendDocuments(file: SourceFile, documents: readonly string[]): TextEdit | undefined {
  const { text, uri } = file;
  if (documents.length === 0 || /\.jsonc?$/i.test(uri) || /^\uFEFF?\s*[{[]/.test(text)) return undefined;
  const lineBreak = /\r\n/.test(text) ? "\r\n" : "\n";
  const opened = text === "" || text.endsWith("\n") ? "" : lineBreak;
  const added = documents.map((one) => `---\n${one.trimEnd()}\n`).join("");
  return { start: text.length, end: text.length, text: opened + added.replaceAll("\n", lineBreak) };
}
