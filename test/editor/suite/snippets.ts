/** Snippets in the editor. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { discardManifests, openManifest } from "./editor.ts";

describe("a snippet in the editor", () => {
  afterEach(discardManifests);

  it("is offered when its prefix is typed, and not where a kind or another word is", async () => {
    assert.deepEqual(await offered("k8s-dep"), ["k8s-deployment"]);
    assert.ok((await offered("spec:\n  k8s")).includes("k8s-topology-spread"));
    for (const text of ["kind: NetworkPolicy", "kind: Pod", "app: test", "name: http", "k", "- k"]) {
      assert.deepEqual(await offered(text), [], text);
    }
  });

  it("expands into a whole Deployment", async () => {
    const text = await expanded("", "k8s-deployment");
    assert.match(text, /^kind: Deployment$/m);
    assert.match(text, /^ +(- )?image: \S+/m);
    assert.doesNotMatch(text, /\$\{|\$\d/, "a tab stop was left in the text");
  });

  it("indents a block according to its position", async () => {
    const text = await expanded("spec:\n  template:\n    spec:\n      ", "k8s-topology-spread");
    const inserted = text.split("\n").slice(3);
    assert.ok(inserted.length > 1);
    for (const line of inserted) assert.match(line, /^ {6}|^$/, text);
  });
});

/** The snippets that are offered at the end of a text. */
async function offered(text: string): Promise<readonly string[]> {
  const { document } = await openManifest(text);
  const { items } = await completions(document);
  const snippets = items.filter(({ kind }) => kind === vscode.CompletionItemKind.Snippet);
  return snippets.map(({ label }) => (typeof label === "string" ? label : label.label));
}

/** A text after typing a prefix at its end and accepting the snippet. */
async function expanded(text: string, prefix: string): Promise<string> {
  const editor = await openManifest(text + prefix);
  const { items } = await completions(editor.document);
  const item = items.find(({ filterText }) => filterText === prefix);
  assert.ok(item?.insertText instanceof vscode.SnippetString && item.range instanceof vscode.Range);
  await editor.insertSnippet(item.insertText, item.range);
  return editor.document.getText();
}

function completions(document: vscode.TextDocument): Thenable<vscode.CompletionList> {
  const { end } = document.lineAt(document.lineCount - 1).range;
  return vscode.commands.executeCommand("vscode.executeCompletionItemProvider", document.uri, end);
}
