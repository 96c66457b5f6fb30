import type * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { followEnvironment } from "./environment.ts";
import { createClient } from "./language-client.ts";
import { showStatus } from "./status.ts";

/** Starts the language server and everything that depends on it, without waiting. Requests wait by themselves. */
export function startClient(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): LanguageClient {
  const client = createClient(context, log);
  context.subscriptions.push(...showStatus(client), ...followEnvironment(client));
  client.start().catch((error: unknown) => log.error("The language server did not start:", String(error)));
  return client;
}
