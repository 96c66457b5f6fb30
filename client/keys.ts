import * as vscode from "vscode";
import { unaskedWithin } from "../protocol/messages.ts";

let last = { uri: "", at: 0 };

/** Remembers when which document was typed in. */
export function followKeys(): vscode.Disposable {
  return vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) last = { uri: document.uri.toString(), at: Date.now() };
  });
}

/** Whether suggestions for a document are asked for because somebody types, and not because they want some. */
export function isBeingTyped({ uri }: vscode.TextDocument): boolean {
  return last.uri === uri.toString() && Date.now() - last.at < unaskedWithin;
}
