import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { type DocumentStatus, type Status, statusNotification } from "../protocol/messages.ts";
import { languages } from "./language-client.ts";

/** Two language status items: the findings in this file, and its configuration. */
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
    const { text, detail } = describe(document);
    found.busy = status.busy;
    found.severity = vscode.LanguageStatusSeverity.Information;
    found.text = text;
    found.detail = detail ?? "";
    found.accessibilityInformation = { label: detail === undefined ? text : `${text}. ${detail}` };
    found.command =
      document && document.findings > 0
        ? { title: "Apply Safe Fixes", command: "kubewright.fixFile" }
        : undefined;
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

/** The kind of a document, and its findings. */
function describe(document: DocumentStatus | undefined): { readonly text: string; readonly detail?: string } {
  if (!document) return { text: "Kubewright: no Kubernetes objects here" };
  const { role, findings, resources } = document;
  const found = findings === 0 ? "No findings" : count(findings, "finding");
  switch (role) {
    case "manifest":
      return { text: found, detail: `Kubewright, ${count(resources, "resource")}` };
    case "dockerfile":
      return { text: found, detail: "Kubewright, Dockerfile" };
    case "kustomization":
      return { text: found, detail: "Kubewright, kustomization" };
    case "values":
      return { text: found, detail: "Kubewright: in Helm values, only images are checked" };
    case "configuration":
      return {
        text: findings === 0 ? "No mistakes" : count(findings, "mistake"),
        detail: "Kubewright configuration",
      };
    case "patch":
      return { text: "Kustomize patch: not checked on its own", detail: "Kubewright" };
    case "template":
      return { text: "Helm template: not checked", detail: "Kubewright" };
    case "excluded":
      return { text: "Excluded by the configuration", detail: "Kubewright" };
    case "vendored":
      return { text: "Vendored file: not checked", detail: "Kubewright" };
    case "test":
      return { text: "Test data: not checked", detail: "Kubewright" };
    case "generated":
      return { text: "Generated file: not checked", detail: "Kubewright" };
    case "released":
      return { text: "Versioned release: not checked", detail: "Kubewright" };
    case "archived":
      return { text: "Archived file: not checked", detail: "Kubewright" };
    case "other":
      return { text: "Kubewright: no Kubernetes objects here" };
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
