import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  CreateFile,
  SnippetTextEdit,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver/node";
import type { LineTable, NewFile } from "../../engine/index.ts";
import type { Client } from "../client.ts";
import { toRange } from "./position.ts";

/** An edit of the engine, which can have placeholders for the user to fill in. */
export interface EngineEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly snippet?: string | undefined;
  /** Key of the annotation that groups it in a preview. */
  readonly annotation?: string;
}

/** The edits of one document. */
export interface DocumentEdits {
  readonly uri: string;
  /** The document version that they apply to; `null` for a file that is not open. */
  readonly version: number | null;
  readonly text: string;
  readonly lines: LineTable;
  readonly edits: readonly EngineEdit[];
}

/** A file that an edit creates. */
export interface CreatedFile extends NewFile {
  /** Key of the annotation that groups it in a preview. */
  readonly annotation?: string;
}

/** The richest edit that the client supports. Annotations are only for clients that show them. */
export function toWorkspaceEdit(
  documents: readonly DocumentEdits[],
  client: Client,
  annotations: Readonly<Record<string, ChangeAnnotation>> = {},
  created: readonly CreatedFile[] = [],
): WorkspaceEdit {
  if (!client.versionedEdits) {
    return {
      changes: Object.fromEntries(
        documents.map((one) => [one.uri, one.edits.map((edit) => toPlainEdit(one, edit))]),
      ),
    };
  }
  const made = created.flatMap((one) => createFile(one, client));
  const changed = documents.map(
    (one): TextDocumentEdit => ({
      textDocument: { uri: one.uri, version: one.version },
      edits: one.edits.map((edit) => {
        if (client.annotatedEdits && edit.annotation !== undefined) {
          return { ...toPlainEdit(one, edit), annotationId: edit.annotation } satisfies AnnotatedTextEdit;
        }
        const snippet = client.snippetEdits ? toSnippetEdit(one, edit) : undefined;
        return snippet ?? toPlainEdit(one, edit);
      }),
    }),
  );
  const documentChanges = [...made, ...changed];
  const used =
    created.some(({ annotation }) => annotation !== undefined) ||
    documents.some(({ edits }) => edits.some(({ annotation }) => annotation !== undefined));
  return client.annotatedEdits && used
    ? { documentChanges, changeAnnotations: { ...annotations } }
    : { documentChanges };
}

/** The operation that creates a file, and the one that inserts its text. */
function createFile(
  { uri, text, annotation }: CreatedFile,
  client: Client,
): (CreateFile | TextDocumentEdit)[] {
  const start = { line: 0, character: 0 };
  const insert = { range: { start, end: start }, newText: text };
  const marked = client.annotatedEdits && annotation !== undefined ? { annotationId: annotation } : {};
  return [
    { kind: "create", uri, options: { overwrite: false, ignoreIfExists: false }, ...marked },
    { textDocument: { uri, version: null }, edits: [{ ...insert, ...marked }] },
  ];
}

function toPlainEdit({ lines }: DocumentEdits, edit: EngineEdit): TextEdit {
  return { range: toRange(lines, edit), newText: edit.text };
}

/**
 * Editors indent the lines of a snippet like the line that it is inserted in, but text from the engine is already
 * indented. So the edit starts at the beginning of the line, where there is no indentation to add.
 */
function toSnippetEdit({ text, lines, edits }: DocumentEdits, edit: EngineEdit): SnippetTextEdit | undefined {
  if (edit.snippet === undefined) return undefined;
  const start = lines.offsetAt({ line: lines.positionAt(edit.start).line, character: 0 });
  if (edits.some((other) => other !== edit && other.end >= start && other.start <= edit.end))
    return undefined;
  const before = text.slice(start, edit.start).replace(/[\\$}]/g, "\\$&");
  return {
    range: toRange(lines, { start, end: edit.end }),
    snippet: { kind: "snippet", value: before + edit.snippet },
  };
}
