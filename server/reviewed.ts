import type { FileEdits, FixedFile } from "../engine/index.ts";
import type { CreatedFile, EngineEdit } from "./convert/edit.ts";

/** Key of the annotation of edits that can change what runs. */
export const reviewAnnotation = "review";

/**
 * The edits of all fixes of some files, with an annotation on those that safe fixes alone would not make.
 *
 * @param safe the same files with safe fixes only
 */
export function reviewed(
  all: readonly FixedFile[],
  safe: readonly FixedFile[],
): {
  readonly changed: readonly (FileEdits & { edits: readonly EngineEdit[] })[];
  readonly created: readonly CreatedFile[];
} {
  const safeEdits = new Set(safe.flatMap(({ uri, edits }) => edits.map((edit) => identity(uri, edit))));
  const changed = all.filter(({ edits }) => edits.length > 0);
  return {
    changed: changed.map(({ uri, edits }) => ({
      uri,
      edits: edits.map((edit) => (safeEdits.has(identity(uri, edit)) ? edit : marked(edit))),
    })),
    // A new file always changes what runs.
    created: all.filter(({ before }) => before === undefined).map(({ uri, text }) => marked({ uri, text })),
  };
}

function marked<Edit>(edit: Edit): Edit & { readonly annotation: string } {
  return { ...edit, annotation: reviewAnnotation };
}

function identity(uri: string, { start, end, text }: EngineEdit): string {
  return `${uri} ${start} ${end} ${text}`;
}
