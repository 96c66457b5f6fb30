import * as vscode from "vscode";
import type { DebugInformation } from "../protocol/messages.ts";

/** Extensions that handle the same files. */
const neighbors = [
  "redhat.vscode-yaml",
  "ms-kubernetes-tools.vscode-kubernetes-tools",
  "ms-azuretools.vscode-docker",
  "docker.docker",
];

/** Text for a bug report: versions, counts and settings, but no user content. */
export function debugText(extension: string, server: DebugInformation | undefined): string {
  const beside = neighbors.flatMap((id) => {
    const version: unknown = vscode.extensions.getExtension(id)?.packageJSON.version;
    return version === undefined ? [] : `${id} ${version}`;
  });
  const settings = vscode.workspace.getConfiguration("kubewright");
  const choices = [
    "preset",
    "kubernetesVersion",
    "podSecurity",
    "lint.scope",
    "yamlExtension",
    "trace.server",
  ];
  const lines = [
    `Kubewright ${extension}`,
    `${vscode.env.appName} ${vscode.version}, ${vscode.env.uiKind === vscode.UIKind.Web ? "web" : "desktop"}, remote ${vscode.env.remoteName ?? "none"}`,
    `Other extensions: ${beside.join(", ") || "none"}`,
    `Settings: ${choices.map((key) => `${key}=${JSON.stringify(settings.get(key))}`).join(", ")}`,
    server === undefined ? "The server does not respond" : `Server: ${JSON.stringify(server, undefined, 2)}`,
  ];
  return `${lines.join("\n")}\n`;
}
