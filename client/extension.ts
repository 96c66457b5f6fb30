/** The extension: it starts the language server and adds what only VS Code has. */
import * as vscode from "vscode";
import { registerCommands } from "./commands.ts";
import { followEnvironment } from "./environment.ts";
import { createClient } from "./language-client.ts";
import { registerRulePages } from "./rule-pages.ts";
import { showStatus } from "./status.ts";

let stop: (() => Promise<void>) | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("Kubewright", { log: true });
  const client = createClient(context, log);
  context.subscriptions.push(
    log,
    registerRulePages(context.extensionUri),
    ...registerCommands(client, context.extensionUri, log),
    ...showStatus(client),
    ...followEnvironment(client),
  );
  stop = () => client.dispose();
  // Nobody waits for the server: the editor stays quick to start.
  client.start().catch((error: unknown) => log.error("The language server did not start:", String(error)));
}

export function deactivate(): Promise<void> | undefined {
  return stop?.();
}
