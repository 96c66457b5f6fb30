/** Snippets as the editor offers and expands them. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { discardManifests, openManifest } from "./editor.ts";

interface Snippet {
  readonly prefix: string | readonly string[];
}

describe("a snippet in the editor", () => {
  afterEach(discardManifests);

  it("is offered when its prefix is typed", async () => {
    const { document } = await openManifest("k8s-dep");
    const end = document.lineAt(0).range.end;
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      end,
    );
    const labels = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
    assert.ok(labels.includes("k8s-deployment"), `offered: ${labels.join(", ")}`);
  });

  it("expands into a whole Deployment", async () => {
    const { document } = await openManifest("");
    const name = await snippetName("k8s-deployment");
    await vscode.commands.executeCommand("editor.action.insertSnippet", { langId: "yaml", name });
    const text = document.getText();
    assert.match(text, /^kind: Deployment$/m);
    assert.match(text, /^ +(- )?image: \S+/m);
    assert.doesNotMatch(text, /\$\{|\$\d/, "a tab stop was left in the text");
  });

  it("indents a block as deep as the place where it is inserted", async () => {
    const editor = await openManifest("spec:\n  template:\n    spec:\n      ");
    const { document } = editor;
    const end = document.lineAt(document.lineCount - 1).range.end;
    editor.selection = new vscode.Selection(end, end);
    const name = await snippetName("k8s-topology-spread");
    await vscode.commands.executeCommand("editor.action.insertSnippet", { langId: "yaml", name });
    const inserted = document.getText().split("\n").slice(3);
    assert.ok(inserted.length > 1);
    for (const line of inserted) assert.match(line, /^ {6}|^$/, document.getText());
  });
});

/** The name of the first snippet of ours whose prefix starts so. */
async function snippetName(prefix: string): Promise<string> {
  const extension = vscode.extensions.getExtension("kubewright.kubewright");
  assert.ok(extension, "the extension is not installed");
  const places = (extension.packageJSON.contributes?.snippets ?? []) as readonly {
    language: string;
    path: string;
  }[];
  for (const { path } of places.filter(({ language }) => language === "yaml")) {
    const file = vscode.Uri.joinPath(extension.extensionUri, path);
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    const found = Object.entries(JSON.parse(text) as Record<string, Snippet>).find(([, snippet]) =>
      [snippet.prefix].flat().some((one) => one.startsWith(prefix)),
    );
    if (found !== undefined) return found[0];
  }
  return assert.fail(`no snippet has the prefix ${prefix}`);
}
