/** A Deployment from the first typed character to the fixed manifest. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import {
  apply,
  codeActions,
  deploymentText,
  discardManifests,
  eventually,
  findings,
  findingsAt,
  IMAGE,
  isGone,
  openManifest,
  rangeOf,
  ruleOf,
  typeOver,
  typeUntaggedImage,
} from "./editor.ts";

describe("a Deployment in the editor", () => {
  afterEach(discardManifests);

  it("activates the extension", async () => {
    await openManifest(await deploymentText());
    const extension = vscode.extensions.getExtension("kubewright.kubewright");
    assert.ok(extension, "the extension is not installed");
    for (let tries = 0; !extension.isActive && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(extension.isActive);
  });

  it("underlines an image without a tag as soon as it is typed", async () => {
    const { document, finding } = await typeUntaggedImage();
    assert.equal(document.getText(finding.range), "nginx");
    assert.match(ruleOf(finding), /^[a-z][a-z0-9-]+$/);
    assert.ok(finding.message.length > 10, finding.message);
  });

  it("removes the underline when the image gets its tag back", async () => {
    const { editor, document, finding } = await typeUntaggedImage();
    await typeOver(editor, "image: nginx", "image: nginx:1.29.3");
    await isGone(document, ruleOf(finding));
  });

  it("fixes the image with the quick fix", async () => {
    const { document, finding } = await typeUntaggedImage();
    const actions = await codeActions(document, finding.range, vscode.CodeActionKind.QuickFix);
    const fix = actions.find((action) => changes(action, document, /nginx:\S*\d/));
    assert.ok(fix, `no fix gives a tag: ${actions.map((action) => action.title).join(" | ")}`);
    await apply(fix);
    assert.match(document.getText(), /image: \S*nginx:\S*\d/);
    await isGone(document, ruleOf(finding));
  });

  it("hardens a container", async () => {
    const { document } = await openManifest(await deploymentText());
    const container = rangeOf(document, "- name: web");
    await eventually(document, "findings on the container", () => findings(document).length > 0);
    const before = findings(document).length;
    const actions = await codeActions(document, container);
    const harden = actions.find((action) => action.title.startsWith("Harden this "));
    assert.ok(harden, `the light bulb offers: ${actions.map((action) => action.title).join(" | ")}`);
    await apply(harden);
    const text = document.getText();
    for (const line of [/allowPrivilegeEscalation: false/, /runAsNonRoot: true/, /drop:\s*(- |\[)\s*"?ALL/]) {
      assert.match(text, line);
    }
    assert.ok(text.includes(`image: ${IMAGE}\n`), "a line that is not security's business has changed");
    await eventually(document, "fewer findings", () => findings(document).length < before);
  });

  it("applies all safe fixes on save", async () => {
    const settings = vscode.workspace.getConfiguration("editor");
    const onSave = { "source.fixAll.kubewright": "explicit" };
    await settings.update("codeActionsOnSave", onSave, vscode.ConfigurationTarget.Workspace);
    try {
      const annotated = "  namespace: shop\n  annotations:\n    prometheus.io/port: none";
      const text = (await deploymentText()).replace("  namespace: shop", annotated);
      const editor = await openManifest(text);
      await typeOver(editor, "none", "9113");
      const { document } = editor;
      const typed = rangeOf(document, "prometheus.io/port: 9113");
      await eventually(document, "a finding on the number", () => findingsAt(document, typed).length > 0);
      assert.ok(await document.save());
      const saved = new TextDecoder().decode(await vscode.workspace.fs.readFile(document.uri));
      assert.match(saved, /prometheus\.io\/port: ["']9113["']\n/);
    } finally {
      await settings.update("codeActionsOnSave", undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it("is suppressed by a comment with a reason", async () => {
    const { editor, document, finding } = await typeUntaggedImage();
    const rule = ruleOf(finding);
    const line = document.lineAt(finding.range.start.line);
    const indent = line.text.slice(0, line.firstNonWhitespaceCharacterIndex);
    const comment = `${indent}# kubewright-ignore ${rule}: the mirror pins it\n`;
    await editor.edit((edit) => edit.insert(line.range.start, comment));
    await isGone(document, rule);
  });
});

/** Whether the action's edit makes the document match. */
function changes(action: vscode.CodeAction, document: vscode.TextDocument, wanted: RegExp): boolean {
  const edits = action.edit?.get(document.uri) ?? [];
  return edits.some((edit) => {
    const { start, end } = edit.range;
    const before = document.lineAt(start.line).text.slice(0, start.character);
    return wanted.test(`${before}${edit.newText}${document.lineAt(end.line).text.slice(end.character)}`);
  });
}
