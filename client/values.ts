/** Keeps typed values unchanged: Enter ends the line and does not accept a suggestion. */
import * as vscode from "vscode";
import { isBeingTyped } from "./keys.ts";

/** A filter text that no typed text matches. */
const nothing = "\u0000";

/**
 * Keeps word-based suggestions out of manifest values while the user types. VS Code shows them if no extension has
 * suggestions, and then Enter replaces `name: service` below `kind: Service` with `Service`, and does not insert the
 * line break after `apps/v1`. They still appear on request, and in all other YAML.
 */
export function keepWordsOut(): vscode.Disposable {
  const provider: vscode.CompletionItemProvider = {
    provideCompletionItems(document, position) {
      const before = document.lineAt(position).text.slice(0, position.character);
      const [, value] = /\S\s+(\S+)$/.exec(before) ?? [];
      if (value === undefined || !isBeingTyped(document) || !isManifest(document)) return undefined;
      // There is no way to suppress word-based suggestions, except a suggestion that never matches.
      const item = new vscode.CompletionItem(nothing);
      item.range = new vscode.Range(position.translate(0, -value.length), position);
      return [item];
    },
  };
  return vscode.languages.registerCompletionItemProvider({ language: "yaml" }, provider);
}

/** Automatic suggestions that disappear at the next keystroke, without waiting for the server. */
export function untilNextLetter(
  list: vscode.CompletionItem[] | vscode.CompletionList | null | undefined,
  document: vscode.TextDocument,
): vscode.CompletionItem[] {
  const items = Array.isArray(list) ? list : (list?.items ?? []);
  for (const item of items) {
    const range = item.range instanceof vscode.Range ? item.range : item.range?.inserting;
    item.filterText = (range && document.getText(range)) || nothing;
  }
  return items;
}

/** One of the two keys is enough, because a new manifest has only one of them at first. */
function isManifest(document: vscode.TextDocument): boolean {
  return /^(?:apiVersion|kind)[ ]*:/m.test(document.getText());
}
