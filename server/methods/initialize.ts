import { CodeActionKind, type InitializeResult, TextDocumentSyncKind } from "vscode-languageserver/node";
import { version } from "../../package.json";
import { serverCommands } from "../../protocol/messages.ts";
import type { Client } from "../client.ts";
import { triggerCharacters } from "./completion.ts";
import { tokenTypes } from "./semantic-tokens.ts";

/** Applies all safe fixes. Users can add it to `editor.codeActionsOnSave`. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.kubewright`;

/** The capabilities of the server for this client. */
export function initializeResult(client: Client): InitializeResult {
  return {
    serverInfo: { name: "kubewright", version },
    capabilities: {
      positionEncoding: "utf-16",
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      codeActionProvider: {
        codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind],
        resolveProvider: client.resolvesEdits,
      },
      hoverProvider: true,
      completionProvider: { triggerCharacters },
      semanticTokensProvider: { legend: { tokenTypes: [...tokenTypes], tokenModifiers: [] }, full: true },
      executeCommandProvider: { commands: Object.values(serverCommands) },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      ...(client.pullsDiagnostics
        ? {
            diagnosticProvider: {
              identifier: "kubewright",
              interFileDependencies: true,
              workspaceDiagnostics: true,
            },
          }
        : {}),
    },
  };
}
