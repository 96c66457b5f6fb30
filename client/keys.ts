import * as vscode from "vscode";
import { unaskedWithin } from "../protocol/messages.ts";

let last = { uri: "", at: 0 };

/** Remembers when the user last typed in each document. */
export function followKeys(): vscode.Disposable {
  return vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) last = { uri: document.uri.toString(), at: Date.now() };
  });
}

/** Whether suggestions for a document are requested because the user is typing, rather than by a key press. */
export function isBeingTyped({ uri }: vscode.TextDocument): boolean {
  return last.uri === uri.toString() && Date.now() - last.at < unaskedWithin;
}
