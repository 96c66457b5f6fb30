import type { Notifier } from "../notify.ts";
import type { Online } from "../online.ts";
import type { Session } from "../session.ts";

/** `textDocument/didOpen`, `didChange`, `didSave` and `didClose`. */
export function followDocuments(session: Session, notifier: Notifier, online: Online): void {
  const { connection, documents } = session;
  documents.onDidOpen(({ document }) => {
    session.settled(document);
    notifier.opened(document.uri);
  });
  documents.onDidChangeContent(({ document }) => {
    session.changed(document);
    notifier.typed();
    online.changed();
  });
  documents.onDidSave(({ document }) => {
    session.settled(document);
    session.typing.rest();
    notifier.typed();
  });
  documents.onDidClose(({ document }) => {
    session.closed(document);
    notifier.closed(document.uri);
  });
  documents.listen(connection);
}
