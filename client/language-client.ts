import * as vscode from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import type { InitializationOptions } from "../protocol/messages.ts";
import { currentEnvironment } from "./environment.ts";
import { isBeingTyped } from "./keys.ts";
import { rulePage } from "./rule-pages.ts";
import { traceChannel } from "./trace.ts";
import { untilNextLetter } from "./values.ts";

/** Documents of these languages are looked at; the server tells manifests from the rest by their content. */
export const languages = ["yaml", "json", "jsonc", "dockerfile"] as const;

/** The client of our server, not yet started. */
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

/** Where manifests live; what the editor shows of the past, as `git:` does, is nobody's to fix. */
function schemes(): readonly string[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme);
  return [...new Set(["file", "untitled", "vscode-vfs", ...folders])];
}
