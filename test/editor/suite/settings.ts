/** Rules in VS Code's settings.json. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { discardManifests, eventually, openManifest } from "./editor.ts";

describe("the settings", () => {
  afterEach(discardManifests);

  it("complete the names of rules", async () => {
    const text = '{ "kubewright.rules": { "" } }';
    const { document } = await openManifest(text, ".vscode/settings.json");
    await vscode.languages.setTextDocumentLanguage(document, "jsonc");
    let names: readonly string[] = [];
    await eventually(document, "rules", () => {
      void namesAt(document, text.indexOf('""') + 1).then((found) => {
        names = found;
      });
      return names.includes("run-as-root");
    });
    assert.ok(names.length > 150, `${names.length} names`);
  });
});

async function namesAt(document: vscode.TextDocument, offset: number): Promise<readonly string[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    "vscode.executeCompletionItemProvider",
    document.uri,
    document.positionAt(offset),
  );
  return list.items.map(({ label }) => (typeof label === "string" ? label : label.label).replaceAll('"', ""));
}
