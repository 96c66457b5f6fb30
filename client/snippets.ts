import * as vscode from "vscode";

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

/** Snippet files by language. */
const files = { yaml: "kubernetes.json", dockerfile: "dockerfile.json" } as const;

/**
 * Offers snippets while `k8s` is being typed, and nowhere else. As a contribution in package.json, they would also be
 * offered after `kind: NetworkPolicy`, because VS Code matches the letters of a word anywhere in a prefix, and Enter
 * would insert a second manifest into the first.
 */
export function registerSnippets(extensionUri: vscode.Uri): vscode.Disposable {
  const providers = Object.entries(files).map(([language, file]) => {
    let snippets: Promise<Readonly<Record<string, Snippet>>> | undefined;
    const provider: vscode.CompletionItemProvider = {
      async provideCompletionItems(document, position) {
        const before = document.lineAt(position).text.slice(0, position.character);
        const typed = /(?:^|\s)(k8s?|k8s-[a-z-]*)$/.exec(before)?.[1];
        if (typed === undefined) return undefined;
        snippets ??= read(vscode.Uri.joinPath(extensionUri, "snippets", file));
        const range = new vscode.Range(position.translate(0, -typed.length), position);
        return Object.entries(await snippets)
          .filter(([, { prefix }]) => prefix.startsWith(typed))
          .map(([name, snippet]) => toItem(name, snippet, range));
      },
    };
    // VS Code treats all text in YAML as strings and does not suggest by itself, so the 8 triggers the list.
    return vscode.languages.registerCompletionItemProvider({ language }, provider, "8", "s", "-");
  });
  return vscode.Disposable.from(...providers);
}

async function read(file: vscode.Uri): Promise<Readonly<Record<string, Snippet>>> {
  return JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
}

function toItem(
  name: string,
  { prefix, description, body }: Snippet,
  range: vscode.Range,
): vscode.CompletionItem {
  const label = { label: prefix, description: name };
  const item = new vscode.CompletionItem(label, vscode.CompletionItemKind.Snippet);
  item.insertText = new vscode.SnippetString(body.join("\n"));
  item.documentation = description;
  item.filterText = prefix;
  item.range = range;
  return item;
}
