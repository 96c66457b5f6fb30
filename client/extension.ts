/** The extension: starts the language server and adds what only VS Code has. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { registerCommands } from "./commands.ts";
import { followKeys } from "./keys.ts";
import { registerRulePages } from "./rule-pages.ts";
import { registerSnippets } from "./snippets.ts";
import { keepWordsOut } from "./values.ts";

let client: Promise<LanguageClient> | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("Kubewright", { log: true });
  const startOnce = (): Promise<LanguageClient> => {
    client ??= start(context, log);
    return client;
  };
  context.subscriptions.push(
    log,
    registerRulePages(context.extensionUri),
    registerSnippets(context.extensionUri),
    followKeys(),
    keepWordsOut(),
    ...registerCommands(
      startOnce,
      { extensionUri: context.extensionUri, version: String(context.extension.packageJSON.version) },
      log,
    ),
    whenManifestsShow(startOnce),
  );
}

export async function deactivate(): Promise<void> {
  await (await client)?.dispose();
  client = undefined;
}

/** Calls `run` once there is a document that might be a manifest. Most JSON files have nothing to do with Kubernetes. */
function whenManifestsShow(run: () => unknown): vscode.Disposable {
  const listeners: vscode.Disposable[] = [];
  const look = (document: vscode.TextDocument) => {
    if (!mayHoldManifest(document)) return;
    for (const listener of listeners.splice(0)) listener.dispose();
    run();
  };
  listeners.push(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
  );
  for (const document of vscode.workspace.textDocuments) if (listeners.length > 0) look(document);
  return new vscode.Disposable(() => vscode.Disposable.from(...listeners).dispose());
}

function mayHoldManifest(document: vscode.TextDocument): boolean {
  const { languageId } = document;
  if (languageId === "yaml" || languageId === "dockerfile") return true;
  if (languageId !== "json" && languageId !== "jsonc") return false;
  const text = document.getText();
  return text.includes('"apiVersion"') && text.includes('"kind"');
}

/** The LSP library is nearly all of the code, so it is loaded after the editor has started. */
async function start(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): Promise<LanguageClient> {
  await new Promise((resolve) => setImmediate(resolve));
  const { startClient } = await import("./start.ts");
  return startClient(context, log);
}
