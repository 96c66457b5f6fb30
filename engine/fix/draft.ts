import { readFile, type SourceFile } from "../lint/file.ts";
import { applyEdits, type TextEdit } from "../text/range.ts";
import { composeEdits } from "./compose.ts";

/** A file during several rounds of fixes. */
export interface Draft {
  readonly original: SourceFile;
  readonly file: SourceFile;
  /** All rounds combined, as edits of the original. */
  readonly edits: readonly TextEdit[];
}

export function draftOf(file: SourceFile): Draft {
  return { original: file, file, edits: [] };
}

/** The draft after edits of its current text. */
export function withEdits({ original, file, edits }: Draft, step: readonly TextEdit[]): Draft {
  return {
    original,
    file: readFile(file.uri, applyEdits(file.text, step), file),
    edits: composeEdits(original.text, edits, step),
  };
}
