import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { ClientCapabilities, CodeAction, WorkspaceEdit } from "vscode-languageserver/node";
import { applied, Editor, fullCapabilities, makeFolder, removeFolders, uriOf } from "./client.ts";

afterAll(removeFolders);

let editor: Editor;
afterEach(() => editor.stop());

const deployment = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  replicas: 3
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: ${name}, image: "nginx:1.31.4-alpine" }] }
`;
const kustomization = "resources:\n- web-deployment.yaml\n";
const settings = () => ({
  preset: "pod-security-baseline",
  rules: { "disruption-budget-missing": "warning" },
});

async function start(files: Readonly<Record<string, string>>, capabilities?: ClientCapabilities) {
  const folder = makeFolder(files);
  editor = await Editor.start({ folders: [folder], settings, ...(capabilities && { capabilities }) });
  return folder;
}

async function budgetFix(uri: string, text: string): Promise<CodeAction> {
  await editor.open(uri, text);
  const finding = await editor.until(async () => {
    const all = await editor.pull(uri);
    return all.find(({ code }) => code === "disruption-budget-missing");
  });
  const actions = await editor.actions(uri, finding.range);
  return editor.resolve(actions.find(({ title }) => title.includes("PodDisruptionBudget"))!);
}

/** The steps of an edit, in order: the file that is created or changed, and the text that is added to it. */
function steps({ documentChanges = [] }: WorkspaceEdit): readonly string[] {
  return documentChanges.map((one) => {
    if ("kind" in one) return `${one.kind} ${"uri" in one ? one.uri : ""}`;
    const added = one.edits.map((edit) => ("newText" in edit ? edit.newText : edit.snippet.value)).join("");
    return `${one.textDocument.uri}\n${added}`;
  });
}

describe("a fix that adds an object", () => {
  test("creates a file next to a file with one resource, and lists it in the kustomization", async () => {
    const files = { "web-deployment.yaml": deployment("web"), "kustomization.yaml": kustomization };
    const folder = await start(files);
    const fix = await budgetFix(uriOf(folder, "web-deployment.yaml"), deployment("web"));
    expect(fix.title).toContain(
      "(in the new file web-poddisruptionbudget.yaml, listed in kustomization.yaml)",
    );
    const made = uriOf(folder, "web-poddisruptionbudget.yaml");
    const [create, text, listed, ...more] = steps(fix.edit!);
    expect(create).toBe(`create ${made}`);
    expect(text).toMatch(new RegExp(`^${made}\napiVersion: policy/v1\nkind: PodDisruptionBudget\n`));
    expect(listed).toContain(`${uriOf(folder, "kustomization.yaml")}\n`);
    expect(listed).toContain("- web-poddisruptionbudget.yaml");
    expect(more).toEqual([]);
  });

  test("stays in the file if the editor cannot create files", async () => {
    const { workspace, ...rest } = fullCapabilities;
    const { resourceOperations: _, ...workspaceEdit } = workspace!.workspaceEdit!;
    const folder = await start(
      { "web-deployment.yaml": deployment("web") },
      { ...rest, workspace: { ...workspace, workspaceEdit } },
    );
    const fix = await budgetFix(uriOf(folder, "web-deployment.yaml"), deployment("web"));
    expect(fix.title).toContain("(at the end of this file)");
    expect(applied(deployment("web"), fix.edit!)).toContain("---\napiVersion: policy/v1\n");
  });

  test("stays in a text without a folder", async () => {
    await start({});
    const fix = await budgetFix("untitled:Untitled-1", deployment("web"));
    expect(fix.title).toContain("(at the end of this file)");
  });
});

test("fixing the workspace proposes one new file for each, with unique names", async () => {
  const folder = await start({
    "deployment.yaml": deployment("web"),
    "deploy/deployment.yaml": deployment("api"),
    "statefulset.yaml": deployment("db").replace("Deployment", "StatefulSet"),
  });
  const fix = () =>
    editor.connection.sendRequest<{ files: number }>("workspace/executeCommand", {
      command: "kubewright.server.fixWorkspace",
    });
  const proposed = editor.next("workspace/applyEdit");
  await editor.until(async () => (await fix()).files === 3);
  await proposed;
  const edit = editor.appliedEdits.at(-1)!;
  expect(
    steps(edit)
      .filter((one) => one.startsWith("create"))
      .sort(),
  ).toEqual([
    `create ${uriOf(folder, "deploy/poddisruptionbudget.yaml")}`,
    `create ${uriOf(folder, "poddisruptionbudget-2.yaml")}`,
    `create ${uriOf(folder, "poddisruptionbudget.yaml")}`,
  ]);
  expect(edit.documentChanges!.filter((one) => !("annotationId" in one) && "kind" in one)).toEqual([]);
  expect(edit.changeAnnotations).toMatchObject({ review: { needsConfirmation: true } });
});
