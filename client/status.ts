import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { type Status, statusNotification } from "../protocol/messages.ts";
import { languages } from "./language-client.ts";

/** Two entries behind the braces of the status bar: what was found in this file, and what it is held against. */
export function showStatus(client: LanguageClient): readonly vscode.Disposable[] {
  const selector = languages.map((language) => ({ language }));
  const found = vscode.languages.createLanguageStatusItem("kubewright.findings", selector);
  found.name = "Kubewright Findings";
  const held = vscode.languages.createLanguageStatusItem("kubewright.configuration", selector);
  held.name = "Kubewright Configuration";
  let status: Status = { busy: true, files: 0, documents: [] };

  const draw = () => {
    const active = vscode.window.activeTextEditor?.document.uri;
    const uri = active && client.code2ProtocolConverter.asUri(active);
    const document = status.documents.find((one) => one.uri === uri);
    found.busy = status.busy;
    found.severity = vscode.LanguageStatusSeverity.Information;
    if (!document?.kubernetes) {
      found.text = "Kubewright: no Kubernetes objects here";
      found.detail = undefined;
      found.command = undefined;
    } else {
      const { findings, resources } = document;
      found.text = findings === 0 ? "$(check) Nothing found" : `$(warning) ${count(findings, "finding")}`;
      found.detail = `Kubewright, ${count(resources, "resource")}`;
      found.command =
        findings === 0 ? undefined : { title: "Fix What Is Safe", command: "kubewright.fixFile" };
    }
    held.text = `Kubernetes ${document?.kubernetesVersion ?? ""}, ${document?.preset ?? ""}`;
    if (!document) held.text = "Kubewright";
    held.detail = document?.configuration === undefined ? "Settings" : ".kubewright.yaml";
    held.command =
      document?.configuration === undefined
        ? {
            title: "Open Settings",
            command: "workbench.action.openSettings",
            arguments: ["@ext:kubewright.kubewright"],
          }
        : {
            title: "Open Configuration",
            command: "vscode.open",
            arguments: [vscode.Uri.file(document.configuration)],
          };
  };
  draw();
  return [
    found,
    held,
    client.onNotification(statusNotification, (next: Status) => {
      status = next;
      draw();
    }),
    vscode.window.onDidChangeActiveTextEditor(draw),
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
