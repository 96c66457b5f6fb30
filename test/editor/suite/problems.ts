/** The Problems view follows changes of files and settings. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { discardManifests, eventually, findings, inWorkspace, openManifest, ruleOf } from "./editor.ts";

const untagged = `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  containers:
    - name: web
      image: nginx
`;

describe("the problems of a file", () => {
  afterEach(discardManifests);

  const shown = (uri: vscode.Uri) =>
    vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "kubewright");

  async function open(name: string): Promise<vscode.TextDocument> {
    const uri = inWorkspace(name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(untagged));
    // Like a click in the explorer; the API would keep the document open for minutes.
    await vscode.commands.executeCommand("vscode.open", uri);
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.toString(), uri.toString());
    await eventually(document!, "findings", () => shown(uri).length > 0);
    return document!;
  }

  it("disappear when it is closed", async () => {
    const document = await open("closed.yaml");
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await eventually(document, "nothing", () => shown(document.uri).length === 0);
    await vscode.commands.executeCommand("vscode.open", document.uri);
    await eventually(document, "findings again", () => shown(document.uri).length > 0);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await eventually(document, "nothing again", () => shown(document.uri).length === 0);
    await vscode.workspace.fs.delete(document.uri);
  });

  it("disappear when it is deleted", async () => {
    const document = await open("deleted.yaml");
    await vscode.workspace.fs.delete(document.uri);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await eventually(document, "nothing", () => shown(document.uri).length === 0);
  });

  it("stay when the whole workspace is linted, and disappear when it is deleted", async () => {
    const lint = vscode.workspace.getConfiguration("kubewright.lint");
    await lint.update("scope", "workspace", vscode.ConfigurationTarget.Workspace);
    try {
      const document = await open("kept.yaml");
      await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
      await new Promise((resolve) => setTimeout(resolve, 1500));
      assert.ok(shown(document.uri).length > 0);
      await vscode.workspace.fs.delete(document.uri);
      await eventually(document, "nothing", () => shown(document.uri).length === 0);
      await vscode.workspace.fs.writeFile(document.uri, new TextEncoder().encode(untagged));
      await eventually(document, "findings", () => shown(document.uri).length > 0);
      await lint.update("scope", undefined, vscode.ConfigurationTarget.Workspace);
      await eventually(document, "nothing again", () => shown(document.uri).length === 0);
      await vscode.workspace.fs.delete(document.uri);
    } finally {
      await lint.update("scope", undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it("follow the preset and the configuration file", async () => {
    const { document } = await openManifest(untagged);
    const rules = () => findings(document).map(ruleOf);
    await eventually(document, "findings", () => rules().includes("image-latest-tag"));
    const settings = vscode.workspace.getConfiguration("kubewright");
    const config = inWorkspace(".kubewright.yaml");
    try {
      await settings.update("preset", "pod-security-baseline", vscode.ConfigurationTarget.Workspace);
      await eventually(document, "fewer", () => !rules().includes("image-latest-tag"));
      await vscode.workspace.fs.writeFile(config, new TextEncoder().encode("preset: strict\n"));
      await eventually(document, "more", () => rules().includes("image-latest-tag"));
      await vscode.workspace.fs.delete(config);
      await eventually(document, "fewer again", () => !rules().includes("image-latest-tag"));
    } finally {
      await settings.update("preset", undefined, vscode.ConfigurationTarget.Workspace);
    }
    await eventually(document, "findings again", () => rules().includes("image-latest-tag"));
  });
});
