/** What the light bulb offers in addition to fixes. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import {
  apply,
  codeActions,
  discardManifests,
  eventually,
  isGone,
  ruleOf,
  typeUntaggedImage,
} from "./editor.ts";

describe("the light bulb", () => {
  afterEach(discardManifests);

  it("offers the fix of the most severe finding first", async () => {
    const { document, finding } = await typeUntaggedImage();
    const [first] = await codeActions(document, finding.range, vscode.CodeActionKind.QuickFix);
    assert.match(first?.title ?? "", /^Pin to \d/);
  });

  it("ignores a finding with a comment above its line", async () => {
    const { document, finding } = await typeUntaggedImage();
    const rule = ruleOf(finding);
    await choose(document, finding, `Ignore ${rule} here, with a reason`);
    const comment = new RegExp(`^( +)# kubewright-ignore ${rule}: \\S.*\\n\\1image: nginx$`, "m");
    assert.match(document.getText(), comment);
    await isGone(document, rule);
  });

  it("explains a rule next to the manifest, without a network", async () => {
    const { document, finding } = await typeUntaggedImage();
    const rule = ruleOf(finding);
    await choose(document, finding, `Explain ${rule}`);
    const page = await eventually(document, "the rule's page", () => {
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      return tabs.find(({ label }) => label.includes(`${rule}.md`));
    });
    assert.notEqual(page.group.viewColumn, vscode.ViewColumn.One);
    const uri = vscode.Uri.parse(`kubewright:/rules/${rule}.md`);
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    assert.match(text, new RegExp(`^# ${rule}$`, "m"));
  });
});

async function choose(
  document: vscode.TextDocument,
  finding: vscode.Diagnostic,
  title: string,
): Promise<void> {
  const actions = await codeActions(document, finding.range);
  const action = actions.find((one) => one.title === title);
  assert.ok(action, `the light bulb offers: ${actions.map((one) => one.title).join(" | ")}`);
  await apply(action);
}
