/** The extension: it starts the language server and adds what only VS Code has. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { registerCommands } from "./commands.ts";
import { registerRulePages } from "./rule-pages.ts";

let client: Promise<LanguageClient> | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("Kubewright", { log: true });
  const started = start(context, log);
  context.subscriptions.push(
    log,
    registerRulePages(context.extensionUri),
    ...registerCommands(
      started,
      { extensionUri: context.extensionUri, version: String(context.extension.packageJSON.version) },
      log,
    ),
  );
  client = started;
}

export async function deactivate(): Promise<void> {
  await (await client)?.dispose();
}

/** The protocol's library is nearly all of the program, so it is read when the editor has gone on with its own start. */
async function start(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): Promise<LanguageClient> {
  await new Promise((resolve) => setImmediate(resolve));
  const { startClient } = await import("./start.ts");
  return startClient(context, log);
}
