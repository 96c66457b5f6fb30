/**
 * The language server. Importing this module starts it, on the transport that the command line names: `--stdio`,
 * `--node-ipc`, `--socket` or `--pipe`.
 */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import type { InitializationOptions } from "../protocol/messages.ts";
import { Background } from "./background.ts";
import { readClient } from "./client.ts";
import { followWorkspace } from "./methods/changes.ts";
import { answerCodeActions } from "./methods/code-action.ts";
import { answerCompletion } from "./methods/completion.ts";
import { answerDiagnostic } from "./methods/diagnostic.ts";
import { followDocuments } from "./methods/documents.ts";
import { answerCommands } from "./methods/execute-command.ts";
import { answerHover } from "./methods/hover.ts";
import { initializeResult } from "./methods/initialize.ts";
import { initialized } from "./methods/initialized.ts";
import { answerSemanticTokens } from "./methods/semantic-tokens.ts";
import { answerWorkspaceDiagnostic } from "./methods/workspace-diagnostic.ts";
import { Notifier } from "./notify.ts";
import { Online } from "./online.ts";
import { Session } from "./session.ts";

const connection = createConnection(ProposedFeatures.all);

connection.onInitialize((params) => {
  const client = readClient(params);
  const options = (params.initializationOptions ?? {}) as InitializationOptions;
  const session = new Session(connection, client, options);
  const notifier = new Notifier(session);
  const root = params.rootUri === null || params.rootUri === undefined ? [] : [params.rootUri];
  const folders = params.workspaceFolders?.map(({ uri }) => uri) ?? root;
  const online = new Online(session, notifier);
  const background = new Background(session, notifier, online, folders);

  followDocuments(session, notifier, online);
  followWorkspace(background, notifier);
  answerHover(background);
  answerCompletion(background);
  answerSemanticTokens(background);
  answerCodeActions(background);
  answerCommands(background, notifier);
  if (client.pullsDiagnostics) {
    answerDiagnostic(background, notifier);
    answerWorkspaceDiagnostic(background, notifier);
  }
  connection.onInitialized(() => initialized(background));
  connection.onShutdown(() => {
    background.stop();
    online.dispose();
    notifier.dispose();
  });
  return initializeResult(client);
});

// A question of ours that the client does not understand is no reason to end.
process.on("unhandledRejection", (reason) => connection.console.error(`Unhandled: ${String(reason)}`));

connection.listen();
