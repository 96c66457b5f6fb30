import {
  DidChangeConfigurationNotification,
  DidChangeWorkspaceFoldersNotification,
} from "vscode-languageserver/node";
import { type Environment, environmentNotification } from "../../protocol/messages.ts";
import type { Background } from "../background.ts";
import { FileEvents } from "../file-events.ts";
import type { Notifier } from "../notify.ts";
import { isUri, pathOf } from "../paths.ts";
import { isConfigFile } from "../workspace.ts";

/** `workspace/didChangeConfiguration`, `didChangeWatchedFiles`, `didChangeWorkspaceFolders` and our own notification. */
export function followWorkspace(background: Background, notifier: Notifier): void {
  const { session } = background;
  const { connection, client } = session;

  connection.onNotification(DidChangeConfigurationNotification.type, ({ settings }) => {
    // A client without `workspace/configuration` sends all settings here.
    const sent: unknown = (settings as { readonly kubewright?: unknown } | null)?.kubewright;
    if (!client.hasConfiguration && sent !== undefined)
      session.options = { ...session.options, settings: sent };
    void background.start();
  });

  const events = new FileEvents(session, notifier);
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const known = changes.filter(({ uri }) => isUri(uri));
    if (known.some(({ uri }) => isConfigFile(uri) || session.settings.dependsOn(pathOf(uri)))) {
      void background.start();
      return;
    }
    void events.add(known);
  });

  // The event of the library would register again for what our capabilities already announce.
  connection.onNotification(DidChangeWorkspaceFoldersNotification.type, ({ event }) => {
    const gone = new Set(event.removed.map(({ uri }) => uri));
    const left = background.folders.filter((uri) => !gone.has(uri));
    void background.start([...left, ...event.added.map(({ uri }) => uri).filter(isUri)]);
  });

  connection.onNotification(environmentNotification, (environment: Environment) => {
    session.options = { ...session.options, ...environment };
    void background.start();
  });
}
