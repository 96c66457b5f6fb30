import * as vscode from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import type { InitializationOptions } from "../protocol/messages.ts";
import { currentEnvironment } from "./environment.ts";
import { isBeingTyped } from "./keys.ts";
import { rulePage } from "./rule-pages.ts";
import { traceChannel } from "./trace.ts";
import { untilNextLetter } from "./values.ts";

/** Documents of these languages are sent to the server, which recognizes manifests by their content. */
export const languages = ["yaml", "json", "jsonc", "dockerfile"] as const;

/** The client for our server, not started yet. */
export function createClient(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): LanguageClient {
  const trace = traceChannel(log);
  context.subscriptions.push(trace);
  const module = context.asAbsolutePath("dist/server.cjs");
  const initializationOptions: InitializationOptions = {
    ...currentEnvironment(),
    rulePage,
    explainCommand: "kubewright.explainRule",
    openCommand: "kubewright.openCreated",
    hoverShowsDiagnostics: true,
    status: true,
  };
  return new LanguageClient(
    "kubewright",
    "Kubewright",
    {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ["--nolazy", "--inspect=6011"] } },
    },
    {
      documentSelector: schemes().flatMap((scheme) => languages.map((language) => ({ scheme, language }))),
      initializationOptions,
      outputChannel: log,
      traceOutputChannel: trace,
      diagnosticPullOptions: { onChange: true, onSave: true },
      markdown: { isTrusted: false },
      middleware: {
        async provideCompletionItem(document, position, context, token, next) {
          const unasked = isBeingTyped(document);
          const list = await next(document, position, context, token);
          return unasked ? untilNextLetter(list, document) : list;
        },
      },
    },
  );
}

/** Schemes of documents that can be edited. Read-only views of old versions, such as `git:`, are not checked. */
function schemes(): readonly string[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme);
  return [...new Set(["file", "untitled", "vscode-vfs", ...folders])];
}
