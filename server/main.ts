/**
 * The language server. Importing this module starts it, on the transport given on the command line: `--stdio`,
 * `--node-ipc`, `--socket` or `--pipe`.
 */
import { Console } from "node:console";
import { type Connection, createConnection, ProposedFeatures } from "vscode-languageserver/node";
import type { InitializationOptions } from "../protocol/messages.ts";
import { Background } from "./background.ts";
import { readClient } from "./client.ts";
import { Frames } from "./frames.ts";
import { Gate, isRecord } from "./gate.ts";
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
import { isUri } from "./paths.ts";
import { Session } from "./session.ts";

const gate = new Gate((problem) => connection.console.warn(problem));
const connection = connect();
connection.onRequest(gate.refusal.method, gate.refusal.answer);

connection.onInitialize((params) => {
  const client = readClient(params);
  const options: InitializationOptions = isRecord(params.initializationOptions)
    ? params.initializationOptions
    : {};
  const session = new Session(connection, client, options);
  const notifier = new Notifier(session);
  const folders = (params.workspaceFolders?.map(({ uri }) => uri) ?? [params.rootUri]).filter(isUri);
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

// Neither a request that the client does not support nor a single bad document must stop the server.
process.on("unhandledRejection", (reason) => connection.console.error(`Unhandled: ${String(reason)}`));
process.on("uncaughtException", (error: NodeJS.ErrnoException) => {
  // The client is gone.
  if (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED") process.exit(1);
  connection.console.error(`Internal error: ${error.stack ?? error.message}`);
});

connection.listen();

function connect(): Connection {
  const options = { messageStrategy: gate };
  if (!process.argv.includes("--stdio")) return createConnection(ProposedFeatures.all, options);
  // Output of other code must not mix with the messages.
  globalThis.console = new Console(process.stderr);
  const input = new Frames((problem) => connection.console.warn(problem));
  return createConnection(ProposedFeatures.all, process.stdin.pipe(input), process.stdout, options);
}
