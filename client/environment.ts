import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { type Environment, environmentNotification } from "../protocol/messages.ts";

const redHatYaml = "redhat.vscode-yaml";

/** Whether the workspace is trusted, and which languages have another extension that reports syntax errors. */
export function currentEnvironment(): Environment {
  const mode = vscode.workspace.getConfiguration("kubewright").get<string>("yamlExtension", "auto");
  const elsewhere =
    mode === "ignore" || (mode === "auto" && vscode.extensions.getExtension(redHatYaml) !== undefined);
  return {
    trusted: vscode.workspace.isTrusted,
    // VS Code itself reports syntax errors in JSON.
    syntaxElsewhere: elsewhere ? ["yaml", "json", "jsonc"] : ["json", "jsonc"],
  };
}

/** Notifies the server when that changes. */
export function followEnvironment(client: LanguageClient): readonly vscode.Disposable[] {
  let known = JSON.stringify(currentEnvironment());
  const check = () => {
    const environment = currentEnvironment();
    const now = JSON.stringify(environment);
    if (now === known || !client.isRunning()) return;
    known = now;
    void client.sendNotification(environmentNotification, environment);
  };
  return [
    vscode.workspace.onDidGrantWorkspaceTrust(check),
    vscode.extensions.onDidChange(check),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("kubewright.yamlExtension")) check();
    }),
  ];
}
