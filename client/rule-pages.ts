import * as vscode from "vscode";

const scheme = "kubewright";

/**
 * Where the link behind a finding leads. Links of findings cannot run commands, but they can open documents; the
 * manifest associates these with the Markdown preview.
 */
export const rulePage = `${scheme}:/rules/{rule}.md`;

/** Serves the rules' pages from the package, so that they open without a network. */
export function registerRulePages(extension: vscode.Uri): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    async provideTextDocumentContent({ path }) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, "docs", "rules", name));
      return new TextDecoder().decode(bytes);
    },
  });
}

/** Shows a rule's page beside the text that it is about. */
export async function showRulePage(id: string): Promise<void> {
  const show = vscode.window.activeTextEditor ? "markdown.showPreviewToSide" : "markdown.showPreview";
  await vscode.commands.executeCommand(show, vscode.Uri.parse(rulePage.replace("{rule}", id)));
}

/** Lets the user choose one of some rules or of those that have a page. */
export async function pickRule(
  extension: vscode.Uri,
  others: readonly string[],
): Promise<string | undefined> {
  const files = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(extension, "docs", "rules"));
  const ids = files.flatMap(([name]) => (/^[a-z].*\.md$/.test(name) ? name.slice(0, -".md".length) : []));
  return vscode.window.showQuickPick([...others, ...ids.sort()], { placeHolder: "The rule to explain" });
}
