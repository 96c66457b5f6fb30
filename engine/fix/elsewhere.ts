import type { ElsewhereChange } from "../edits/edit.ts";
import type { Entry, SourceFile } from "../lint/file.ts";
import type { Change } from "../yaml/edit/change.ts";

/** The changes of a resource in another document, as changes of that document; undefined if they cannot be made. */
export function changesElsewhere(
  file: SourceFile,
  { place, changes }: ElsewhereChange,
): { readonly entry: Entry; readonly start: number; readonly changes: readonly Change[] } | undefined {
  const home = file.entries[place.document];
  const resource = home?.entry.resources.find(({ anchor }) => anchor.token.start === place.start);
  if (!home || !resource) return undefined;
  const ruleChanges = changes(resource.root);
  const plain = ruleChanges.filter((change): change is Change => change !== undefined && isPlain(change));
  return plain.length === 0 || plain.length < ruleChanges.length
    ? undefined
    : { entry: home.entry, start: home.start, changes: plain };
}

function isPlain(change: { readonly type: string }): change is Change {
  return !["elsewhere", "new-document", "removed-copy"].includes(change.type);
}
