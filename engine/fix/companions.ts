import { isBroken } from "../documents/document.ts";
import type { NewDocument } from "../edits/edit.ts";
import type { SourceFile } from "../lint/file.ts";
import type { FileEdits, NewFile } from "../lint/finding.ts";
import type { FixRun, RunContext } from "../lint/run.ts";
import { percentDecoded } from "../text/percent.ts";
import type { TextEdit } from "../text/range.ts";
import { fileNameOf, folderOf, relativePath } from "../text/uri.ts";
import { kustomizationFacts, kustomizationNames } from "../workspace/kustomization.ts";
import type { Change } from "../yaml/edit/change.ts";
import { plainText } from "../yaml/edit/placeholder.ts";
import { planEdits } from "../yaml/edit/plan.ts";
import { writingStyle } from "../yaml/edit/render.ts";
import { companionName } from "./companion-name.ts";
import { canOffer, toFixEdits } from "./plan.ts";

/** The files that fixes can use beyond the one that they fix. */
export interface Reach {
  /** A file by its URI; undefined if it does not exist or must not be changed. */
  fileOf(uri: string): SourceFile | undefined;
  /** Whether nothing exists at a URI, so that a file can be created there. */
  isFree(uri: string): boolean;
}

/** Where the documents that a fix adds are placed. */
export interface Companions {
  /** The words for a title: `at the end of this file`. */
  readonly where: string;
  /** The edit at the end of the file, if they are placed there. */
  readonly appended: TextEdit | undefined;
  readonly created: readonly NewFile[];
  /** The kustomizations that list the file also list the new ones: otherwise they would not be applied. */
  readonly listed: readonly FileEdits[];
}

/**
 * Finds the place for documents that a fix adds. They get new files next to a file with a single resource, because its
 * author apparently keeps one resource per file; otherwise they are appended to the file. `undefined` if neither is
 * possible.
 */
export function placeCompanions(
  file: SourceFile,
  documents: readonly NewDocument[],
  run: FixRun,
  reach: Reach,
): Companions | undefined {
  // A new object that copies an invalid value from its source would be rejected as well.
  if (!textsOf(file, documents).every((text) => run.accepts(plainText(text)))) return undefined;
  return besideFile(file, documents, run, reach) ?? atEnd(file, documents);
}

function atEnd(file: SourceFile, documents: readonly NewDocument[]): Companions | undefined {
  const { text, uri } = file;
  // A JSON file has only one document.
  if (/\.jsonc?$/i.test(uri) || /^\uFEFF?\s*[{[]/.test(text)) return undefined;
  const lineBreak = lineBreakOf(file);
  const opened = text === "" || text.endsWith("\n") ? "" : lineBreak;
  const texts = textsOf(file, documents).map((documentText) => `${documentText}\n`);
  // A `---` line at the end of a file already starts the added document.
  const added = (isOpen(file) ? "" : "---\n") + texts.join("---\n");
  const appended = {
    start: text.length,
    end: text.length,
    text: opened + added.replaceAll("\n", lineBreak),
  };
  return { where: "at the end of this file", appended, created: [], listed: [] };
}

/** Whether a file ends with a `---` line, followed by nothing but comments. */
function isOpen({ entries }: SourceFile): boolean {
  const last = entries.at(-1)?.entry.document;
  return last !== undefined && last.tree.root === undefined && /^---[ \t]*(?:\r?\n|$)/.test(last.text);
}

function besideFile(
  file: SourceFile,
  documents: readonly NewDocument[],
  { workspace }: RunContext,
  reach: Reach,
): Companions | undefined {
  const kind = onlyKind(file);
  if (kind === undefined) return undefined;
  const folder = folderOf(file.uri);
  const beside = kustomizationNames
    .map((name) => `${folder}/${name}`)
    .filter((uri) => !reach.isFree(uri))
    .map((uri) => reach.fileOf(uri));
  // An unreadable kustomization might list the file, and would not list the new ones.
  if (!beside.every((kustomization) => kustomization !== undefined)) return undefined;
  const naming = beside.filter((kustomization) => listsFile(kustomization, file.uri)).map(({ uri }) => uri);
  const kustomizations = [...new Set([...workspace.kustomize(file.uri).listedIn, ...naming])];
  const created: NewFile[] = [];
  for (const companion of new Set(documents.map((document) => document.kind))) {
    const sameKind = documents.filter((document) => document.kind === companion);
    const name = freeName(companionName(fileNameOf(file.uri), kind, companion), folder, reach);
    if (name === undefined) return undefined;
    created.push({ uri: `${folder}/${name}`, text: textOfNew(file, sameKind) });
  }
  const names = created.map(({ uri }) => fileNameOf(uri));
  const listed = kustomizations.map((uri) => listing(uri, created, reach));
  if (listed.includes(undefined)) return undefined;
  const files = `in the new ${names.length === 1 ? "file" : "files"} ${names.map(percentDecoded).join(" and ")}`;
  return {
    where:
      kustomizations.length === 0
        ? files
        : `${files}, listed in ${percentDecoded(fileNameOf(kustomizations[0]!))}`,
    appended: undefined,
    created,
    listed: listed as readonly FileEdits[],
  };
}

/** The kind of a file's only resource; `undefined` if there are several, or any other content. */
function onlyKind({ entries }: SourceFile): string | undefined {
  const withContent = entries.filter(({ entry }) => entry.document.tree.root !== undefined);
  const resources = entries.flatMap(({ entry }) => entry.resources);
  return withContent.length === 1 && resources.length === 1 ? resources[0]!.kind : undefined;
}

/** Whether a kustomization lists a file among its resources. */
function listsFile({ uri, entries }: SourceFile, file: string): boolean {
  const [home] = entries;
  return home !== undefined && kustomizationFacts(home.entry.document, uri).resources.includes(file);
}

/** More files with almost the same name would be hard to tell apart. */
const maxTries = 9;

function freeName(name: string, folder: string, { isFree }: Reach): string | undefined {
  const dot = name.lastIndexOf(".");
  for (let count = 1; count <= maxTries; count++) {
    const candidate = count === 1 ? name : `${name.slice(0, dot)}-${count}${name.slice(dot)}`;
    if (isFree(`${folder}/${candidate}`)) return candidate;
  }
  return undefined;
}

/** New files follow the style of the file next to them: its line breaks, and a leading `---` if it has one. */
function textOfNew(file: SourceFile, documents: readonly NewDocument[]): string {
  const opened = /^\uFEFF?---\s/.test(file.text) ? "---\n" : "";
  const texts = textsOf(file, documents).map((text) => `${plainText(text)}\n`);
  return (opened + texts.join("---\n")).replaceAll("\n", lineBreakOf(file));
}

/** The texts of documents in the style of a file, without duplicates. */
function textsOf({ entries }: SourceFile, documents: readonly NewDocument[]): readonly string[] {
  const { text = "", tree } = entries.find(({ entry }) => entry.resources.length > 0)?.entry.document ?? {};
  const style = writingStyle(text, tree?.root);
  return [...new Set(documents.map((document) => document.text(style)))];
}

/** The edits that list new files in a kustomization in the same way as the file next to them. */
function listing(
  kustomization: string,
  created: readonly NewFile[],
  { fileOf }: Reach,
): FileEdits | undefined {
  const [home] = fileOf(kustomization)?.entries ?? [];
  if (!home || isBroken(home.entry.document)) return undefined;
  const { text, tree } = home.entry.document;
  const { root } = tree;
  if (root?.kind !== "map") return undefined;
  const changes = created.map(({ uri }): Change => {
    const value = relativePath(folderOf(kustomization), uri);
    return { type: "append", map: root, path: ["resources"], value, place: {} };
  });
  const { edits, applied } = planEdits(
    text,
    tree,
    changes.map((change) => [change]),
  );
  if (applied.includes(false) || !canOffer(home.entry.document, edits)) return undefined;
  return { uri: kustomization, edits: toFixEdits(edits, home.start) };
}

function lineBreakOf({ text }: SourceFile): string {
  return /\r\n/.test(text) ? "\r\n" : "\n";
}
