/** What users do in the editor, and what they then see. Positions are VS Code's: counted from 0, in UTF-16. */
import assert from "node:assert/strict";
import * as vscode from "vscode";

/** The image of the Deployment without findings. */
export const IMAGE = "docker.io/library/nginx:1.29.3";

/** How long to wait until the editor shows something, in milliseconds. */
const PATIENCE = 15_000;

/** The text of the workspace's Deployment without findings. */
export async function deploymentText(): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(inWorkspace("deployment.yaml")));
}

/** Every file has a unique name, because VS Code remembers the text of a closed one for a while. */
const opened: vscode.Uri[] = [];

/** Writes a new file into the workspace and shows it. */
export async function openManifest(
  text: string,
  name = `manifest-${opened.length + 1}.yaml`,
): Promise<vscode.TextEditor> {
  const uri = inWorkspace(name);
  opened.push(uri);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  await vscode.languages.setTextDocumentLanguage(editor.document, "yaml");
  return editor;
}

/** Discards unsaved changes, closes the editors and deletes the opened files. */
export async function discardManifests(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.files.revert");
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  for (const uri of opened) await Promise.resolve(vscode.workspace.fs.delete(uri)).catch(() => undefined);
}

/** Selects the first occurrence of `text` and types over it, key by key. */
export async function typeOver(editor: vscode.TextEditor, text: string, keys: string): Promise<void> {
  const range = rangeOf(editor.document, text);
  editor.selection = new vscode.Selection(range.start, range.end);
  for (const key of keys) await vscode.commands.executeCommand("type", { text: key });
}

/** The range of the first occurrence of `text`; throws if there is none. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const offset = document.getText().indexOf(text);
  assert.notEqual(offset, -1, `${JSON.stringify(text)} is not in\n${document.getText()}`);
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + text.length));
}

/** Kubewright's findings on the lines of `range`. */
export function findingsAt(document: vscode.TextDocument, range: vscode.Range): readonly vscode.Diagnostic[] {
  return findings(document).filter(
    (one) => one.range.start.line >= range.start.line && one.range.start.line <= range.end.line,
  );
}

/** Kubewright's findings in the document. */
export function findings(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter((one) => one.source === "kubewright");
}

/** The rule's id, which the editor shows after the message. */
export function ruleOf(finding: vscode.Diagnostic): string {
  const { code } = finding;
  return String(typeof code === "object" ? code.value : code);
}

/** Waits until `ask` returns a truthy value, and returns it; fails with what the editor shows instead. */
export async function eventually<T>(
  document: vscode.TextDocument,
  what: string,
  ask: () => T | undefined | false,
): Promise<T> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; ) {
    const answer = ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const shown = findings(document).map(
    (one) => `${one.range.start.line + 1}: ${ruleOf(one)}: ${one.message}`,
  );
  return assert.fail(`${what}: not within ${PATIENCE / 1000} s\n${shown.join("\n")}\n${document.getText()}`);
}

/** Types an image without a tag into the Deployment, and waits for the finding. */
export async function typeUntaggedImage(): Promise<{
  readonly editor: vscode.TextEditor;
  readonly document: vscode.TextDocument;
  readonly finding: vscode.Diagnostic;
}> {
  const editor = await openManifest(await deploymentText());
  await typeOver(editor, IMAGE, "nginx");
  const { document } = editor;
  const finding = await eventually(document, "a finding on the image without a tag", () => {
    const line = rangeOf(document, "image: nginx");
    // While the last letters are typed, the editor still shows the finding on the first ones.
    return findingsAt(document, line).find(
      (one) => /\btag\b/i.test(one.message) && document.getText(one.range) === "nginx",
    );
  });
  return { editor, document, finding };
}

/** Waits until a rule has no more findings. */
export async function isGone(document: vscode.TextDocument, rule: string): Promise<void> {
  await eventually(document, `no ${rule}`, () => !findings(document).some((one) => ruleOf(one) === rule));
}

/** The light bulb's actions for a range, their edits resolved. */
export async function codeActions(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind?: vscode.CodeActionKind,
): Promise<readonly vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    range,
    kind?.value,
    50,
  );
}

/** Does the same as a click on the action. */
export async function apply(action: vscode.CodeAction): Promise<void> {
  if (action.edit !== undefined) assert.ok(await vscode.workspace.applyEdit(action.edit), action.title);
  if (action.command !== undefined) {
    await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
  }
}

/** A file of the open folder, or above it. */
export function inWorkspace(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "no folder is open");
  return vscode.Uri.joinPath(folder.uri, name);
}
