/** What is typed as a value stays as it is: Enter ends the line and takes no suggestion. */
import * as vscode from "vscode";
import { isBeingTyped } from "./keys.ts";

/** A text that nothing typed is compared with successfully. */
const nothing = "\u0000";

/**
 * Keeps the words of open files out of the values of manifests while they are typed. VS Code suggests them unasked where
 * no extension suggests anything, and then Enter makes `name: service` below `kind: Service` another `Service`, and
 * takes the line break from `apps/v1`. Asked for by a key, they are there; so they are in all other YAML.
 */
export function keepWordsOut(): vscode.Disposable {
  const provider: vscode.CompletionItemProvider = {
    provideCompletionItems(document, position) {
      const before = document.lineAt(position).text.slice(0, position.character);
      const [, value] = /\S\s+(\S+)$/.exec(before) ?? [];
      if (value === undefined || !isBeingTyped(document) || !isManifest(document)) return undefined;
      // The editor cannot be told that there is nothing, but a suggestion that never fits says the same.
      const item = new vscode.CompletionItem(nothing);
      item.range = new vscode.Range(position.translate(0, -value.length), position);
      return [item];
    },
  };
  return vscode.languages.registerCompletionItemProvider({ language: "yaml" }, provider);
}

/** Suggestions that are unasked for, made to go with the next letter at once, and not when the server has answered. */
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

/** One of the two keys is enough: the first manifest of a file has only one of them for a while. */
function isManifest(document: vscode.TextDocument): boolean {
  return /^(?:apiVersion|kind)[ ]*:/m.test(document.getText());
}
