import * as vscode from "vscode";

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

/** Files of snippets by the language that they are for. */
const files = { yaml: "kubernetes.json", dockerfile: "dockerfile.json" } as const;

/**
 * Offers snippets where `k8s` is being typed, and nowhere else. As a contribution of the manifest they would be offered
 * behind `kind: NetworkPolicy` too, because VS Code looks for the letters of a word anywhere in a prefix, and Enter
 * would write a second manifest into the first.
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
    // The 8 opens the list where the editor opens none by itself: it takes all text of YAML for strings.
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
