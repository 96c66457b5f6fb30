import { readFile, type SourceFile } from "../lint/file.ts";
import { applyEdits, type TextEdit } from "../text/range.ts";
import { composeEdits } from "./compose.ts";

/** A file that one round of fixes after another changes. */
export interface Draft {
  readonly original: SourceFile;
  readonly file: SourceFile;
  /** The edits of the original that all rounds together come to. */
  readonly edits: readonly TextEdit[];
}

export function draftOf(file: SourceFile): Draft {
  return { original: file, file, edits: [] };
}

/** The draft after edits of its text as it is now. */
export function advanced({ original, file, edits }: Draft, step: readonly TextEdit[]): Draft {
  return {
    original,
    file: readFile(file.uri, applyEdits(file.text, step), file),
    edits: composeEdits(original.text, edits, step),
  };
}
