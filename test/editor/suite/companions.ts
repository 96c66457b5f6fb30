/** Objects that a fix adds, the settings for them, and suppressions, in the editor. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
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
  rangeOf,
  ruleOf,
} from "./editor.ts";

const deployment = `# the shop's front
apiVersion: apps/v1
kind: Deployment
metadata:
  name: front
  namespace: shop
spec:
  replicas: 3
  selector:
    matchLabels:
      app: front
  template:
    metadata:
      labels:
        app: front
    spec:
      containers:
        - name: front
          image: ghcr.io/acme/front:1.4.2
`;

/** The text in the editor: an edit that is not made by a click is not saved. */
const text = async (name: string) => (await vscode.workspace.openTextDocument(inWorkspace(name))).getText();

async function write(name: string, content: string): Promise<vscode.Uri> {
  const uri = inWorkspace(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  return uri;
}

describe("an object that a fix adds", () => {
  const made: vscode.Uri[] = [];
  afterEach(async () => {
    await discardManifests();
    for (const uri of made.splice(0)) await Promise.resolve(vscode.workspace.fs.delete(uri)).catch(() => {});
  });

  it("is a new file next to a file with one resource, listed in its kustomization", async () => {
    made.push(await write(".kubewright.yaml", "preset: strict\n"));
    made.push(await write("kustomization.yaml", "resources:\n  - front-deployment.yaml # the front\n"));
    const { document } = await openManifest(deployment, "front-deployment.yaml");
    const rule = "disruption-budget-missing";
    await eventually(document, rule, () => findings(document).some((one) => ruleOf(one) === rule));
    const title =
      "Add a PodDisruptionBudget that allows one pod to be evicted at a time (in the new file front-poddisruptionbudget.yaml, listed in kustomization.yaml)";
    const action = await eventuallyOffered(document, rangeOf(document, "front\n  namespace"), title);
    await apply(action);
    made.push(inWorkspace("front-poddisruptionbudget.yaml"));
    await isGone(document, rule);
    assert.equal(document.getText(), deployment);
    assert.match(
      await text("front-poddisruptionbudget.yaml"),
      /^apiVersion: policy\/v1\nkind: PodDisruptionBudget\n/,
    );
    assert.equal(
      await text("kustomization.yaml"),
      "resources:\n  - front-deployment.yaml # the front\n  - front-poddisruptionbudget.yaml\n",
    );
  });
});

describe("a suppression", () => {
  afterEach(discardManifests);

  it("is reported if it suppresses nothing, and its fix removes it", async () => {
    const comment = "  # kubewright-ignore privileged-container: it was once\n";
    const { document } = await openManifest(deployment.replace("  replicas", `${comment}  replicas`));
    const rule = "unused-suppression";
    await eventually(document, rule, () => findings(document).some((one) => ruleOf(one) === rule));
    const range = rangeOf(document, "privileged-container");
    await apply(await eventuallyOffered(document, range, "Remove the suppression"));
    await isGone(document, rule);
    assert.equal(document.getText(), deployment);
  });
});

async function eventuallyOffered(
  document: vscode.TextDocument,
  range: vscode.Range,
  title: string,
): Promise<vscode.CodeAction> {
  let offered: readonly vscode.CodeAction[] = [];
  for (let tries = 0; tries < 20; tries++) {
    offered = await codeActions(document, range);
    const action = offered.find((one) => one.title === title);
    if (action) return action;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${title} is not among ${offered.map((one) => one.title).join(" | ")}`);
}
