import {
  type CompletionClientCapabilities,
  CompletionItemTag,
  type InitializeParams,
} from "vscode-languageserver/node";

/** The capabilities of the client that our responses depend on. */
export interface Client {
  /** It pulls diagnostics; otherwise they are published. */
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly hasConfiguration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchedFiles: boolean;
  readonly showsProgress: boolean;
  readonly showsDocuments: boolean;
  /** It supports messages with buttons. */
  readonly asksUser: boolean;
  /** It supports `workspace/applyEdit`. */
  readonly appliesEdits: boolean;
  readonly resolvesEdits: boolean;
  /** Edits can refer to a document version. */
  readonly versionedEdits: boolean;
  /** Edits can create files. */
  readonly createsFiles: boolean;
  readonly snippetEdits: boolean;
  /** Edits can require confirmation. */
  readonly annotatedEdits: boolean;
  readonly markdown: boolean;
  readonly completion: CompletionClient;
}

/** Its support for completion lists. */
export interface CompletionClient {
  /** One range for all items. */
  readonly sharedRange: boolean;
  /** Insert and replace ranges: up to the cursor, and up to the end of the word. */
  readonly insertsOrReplaces: boolean;
  readonly labelDetails: boolean;
  /** It supports the deprecated tag. */
  readonly tags: boolean;
}

export function readClient({ capabilities }: InitializeParams): Client {
  const { workspace, textDocument, window } = capabilities;
  const edits = workspace?.workspaceEdit;
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    relatedInformation:
      textDocument?.diagnostic?.relatedInformation === true ||
      textDocument?.publishDiagnostics?.relatedInformation === true,
    hasConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    showsProgress: window?.workDoneProgress === true,
    showsDocuments: window?.showDocument?.support === true,
    asksUser: window?.showMessage !== undefined,
    appliesEdits: workspace?.applyEdit === true,
    resolvesEdits: textDocument?.codeAction?.resolveSupport?.properties.includes("edit") === true,
    versionedEdits: edits?.documentChanges === true,
    createsFiles: edits?.documentChanges === true && edits.resourceOperations?.includes("create") === true,
    snippetEdits: edits?.documentChanges === true && edits.snippetEditSupport === true,
    annotatedEdits: edits?.documentChanges === true && edits.changeAnnotationSupport !== undefined,
    markdown: textDocument?.hover?.contentFormat?.includes("markdown") === true,
    completion: readCompletion(textDocument?.completion),
  };
}

function readCompletion(completion: CompletionClientCapabilities | undefined): CompletionClient {
  const item = completion?.completionItem;
  return {
    sharedRange: completion?.completionList?.itemDefaults?.includes("editRange") === true,
    insertsOrReplaces: item?.insertReplaceSupport === true,
    labelDetails: item?.labelDetailsSupport === true,
    tags: item?.tagSupport?.valueSet.includes(CompletionItemTag.Deprecated) === true,
  };
}
