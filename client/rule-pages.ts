import * as vscode from "vscode";
import type { RuleSummary } from "../protocol/messages.ts";

const scheme = "kubewright";

/**
 * The target of a finding's link. Links of findings cannot run commands, but they can open documents. The manifest
 * associates these documents with the Markdown preview.
 */
export const rulePage = `${scheme}:/rules/{rule}.md`;

/** Serves the rule pages from the package, so that they work offline. */
export function registerRulePages(extension: vscode.Uri): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    async provideTextDocumentContent({ path }) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, "docs", "rules", name));
      return new TextDecoder().decode(bytes);
    },
  });
}

/** Shows the page of a rule next to the manifest. */
export async function showRulePage(id: string): Promise<void> {
  const show = vscode.window.activeTextEditor ? "markdown.showPreviewToSide" : "markdown.showPreview";
  await vscode.commands.executeCommand(show, vscode.Uri.parse(rulePage.replace("{rule}", id)));
}

/** The ids of rules that have a page. */
export async function rulesWithPage(extension: vscode.Uri): Promise<readonly string[]> {
  const files = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(extension, "docs", "rules"));
  return files.flatMap(([name]) => (/^[a-z].*\.md$/.test(name) ? name.slice(0, -".md".length) : []));
}

/** Lets the user choose a rule by its summary or id. Custom rules come first. */
export async function pickRule(rules: readonly RuleSummary[]): Promise<string | undefined> {
  const items = rules.map(({ id, summary, custom }) => ({
    id,
    custom,
    label: summary === "" ? id : summary.replace(/\.$/, ""),
    ...(summary === "" ? {} : { description: id }),
  }));
  items.sort((a, b) => Number(b.custom) - Number(a.custom) || a.label.localeCompare(b.label, "en"));
  const options = {
    placeHolder: "Search for a rule by what it reports or by its id",
    matchOnDescription: true,
  };
  return (await vscode.window.showQuickPick(items, options))?.id;
}
