/** `.kubewright.yaml` in the editor. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import {
  apply,
  codeActions,
  discardManifests,
  eventually,
  findings,
  inWorkspace,
  isGone,
  openManifest,
  ruleOf,
} from "./editor.ts";

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
const rule = "image-latest-tag";
const withoutRule = new TextEncoder().encode(`rules:\n  ${rule}: off\n`);

describe("a .kubewright.yaml", () => {
  afterEach(discardManifests);

  it("has its typos underlined, with suggestions", async () => {
    const { document } = await openManifest("presett: strict\n", ".kubewright.yaml");
    const finding = await eventually(
      document,
      "a finding on the unknown setting",
      () => findings(document)[0],
    );
    assert.equal(document.getText(finding.range), "presett");
    assert.match(finding.message, /did you mean "preset"\?/);
  });

  it("applies to the folder as soon as it exists", async () => {
    const { document } = await openManifest(untagged);
    await eventually(document, rule, () => isShown(document));
    const file = inWorkspace(".kubewright.yaml");
    await vscode.workspace.fs.writeFile(file, withoutRule);
    try {
      await isGone(document, rule);
    } finally {
      await vscode.workspace.fs.delete(file);
    }
  });
});

describe("a custom rule", () => {
  const config = "customRules:\n  - message: Never.\n    id: all-wrong\n    expression: 'false'\n";
  let document: vscode.TextDocument;
  let finding: vscode.Diagnostic;

  beforeEach(async () => {
    await openManifest(config, ".kubewright.yaml");
    ({ document } = await openManifest(untagged));
    finding = await eventually(document, "a finding of the rule", () =>
      findings(document).find((one) => ruleOf(one) === "all-wrong"),
    );
  });
  afterEach(discardManifests);

  it("is explained by its position in the file", async () => {
    const actions = await codeActions(document, finding.range);
    const action = actions.find(({ title }) => title === "Explain all-wrong");
    assert.ok(action, `the light bulb offers: ${actions.map(({ title }) => title).join(" | ")}`);
    await apply(action);
    await eventually(document, "the rule in its file", () => selectedText() === "all-wrong");
  });

  it("is offered first by the command that explains rules", async () => {
    const explained = vscode.commands.executeCommand("kubewright.explainRule");
    await eventually(document, "the rule in its file", () => {
      void vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      return selectedText() === "all-wrong";
    });
    await explained;
  });
});

describe("a .kubewright.yaml above the folder", () => {
  const { isTrusted } = vscode.workspace;

  before(async () => {
    await vscode.workspace.fs.writeFile(above(), withoutRule);
    // Files outside of the folder are not watched.
    await vscode.commands.executeCommand("kubewright.restart");
  });
  after(async () => {
    await vscode.workspace.fs.delete(above());
    await vscode.commands.executeCommand("kubewright.restart");
  });
  afterEach(discardManifests);

  it(`${isTrusted ? "applies" : "does not apply"} when the folder is ${isTrusted ? "" : "not "}trusted`, async () => {
    const { document } = await openManifest(untagged);
    await eventually(document, "findings", () => findings(document).length > 0);
    assert.equal(isShown(document), !isTrusted);
  });
});

function selectedText(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor?.document.getText(editor.selection);
}

function above(): vscode.Uri {
  return inWorkspace("../.kubewright.yaml");
}

function isShown(document: vscode.TextDocument): boolean {
  return findings(document).some((one) => ruleOf(one) === rule);
}
