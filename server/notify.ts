import { type Disposable, Emitter } from "vscode-languageserver/node";
import { statusNotification } from "../protocol/messages.ts";
import { Debounce } from "./schedule.ts";
import type { Report, Session } from "./session.ts";
import { statusOf } from "./status.ts";

/** How long typing must rest before other files are looked at, in milliseconds. */
const restAfterTyping = 300;

/** Tells the client what has changed: publishes diagnostics or asks it to pull them again, never both. */
export class Notifier {
  readonly #session: Session;
  readonly #changes = new Emitter<void>();
  readonly #published = new Map<string, string>();
  /** What open documents were last told. */
  readonly #answered = new Map<string, string>();
  readonly #publishSoon: Debounce;
  readonly #lookAround: Debounce;
  readonly #statusSoon: Debounce;
  #facts = 0;

  constructor(session: Session) {
    this.#session = session;
    this.#publishSoon = new Debounce(10, () => this.#publishOpen());
    this.#lookAround = new Debounce(restAfterTyping, () => this.#afterTyping());
    this.#statusSoon = new Debounce(50, () => this.#sendStatus());
  }

  /** The text of an open document has changed. */
  typed(): void {
    if (!this.#session.client.pullsDiagnostics) this.#publishSoon.trigger();
    this.#lookAround.trigger();
  }

  /** Anything may have changed: settings, files on disk, what is known of the workspace. */
  everythingChanged(): void {
    const session = this.#session;
    this.#facts = session.linter.factsVersion;
    if (!session.client.pullsDiagnostics) this.#publishOpen();
    else this.#refresh();
    this.#changes.fire();
    this.#statusSoon.trigger();
  }

  /** Resolves when something has changed that files which are not open may care about, or `disposed`. */
  nextChange(onCancelled: (stop: () => void) => Disposable): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        listener.dispose();
        cancellation.dispose();
        resolve();
      };
      const listener = this.#changes.event(done);
      const cancellation = onCancelled(done);
    });
  }

  /** An open document was told this. */
  answered(uri: string, { id }: Report): void {
    this.#answered.set(uri, id);
    this.#statusSoon.trigger();
  }

  closed(uri: string): void {
    this.#answered.delete(uri);
    if (!this.#session.client.pullsDiagnostics) this.publish(uri, { id: "", items: [] });
    this.#lookAround.trigger();
  }

  /** A file was changed on disk: where its diagnostics were published although it is not open, they follow. */
  changedOnDisk(key: string): void {
    if (!this.#published.has(key) || this.#session.isOpen(key)) return;
    this.publish(key, this.#session.closedReport(key) ?? { id: "", items: [] });
  }

  /** Publishes what differs from what was published before, and what is about another version of the text. */
  publish(uri: string, { id, items }: Report, version?: number): void {
    const before = this.#published.get(uri);
    const now = version === undefined ? id : `${version} ${id}`;
    if ((before ?? "") === now) return;
    if (now === "") this.#published.delete(uri);
    else this.#published.set(uri, now);
    this.#session.connection.sendDiagnostics({
      uri,
      ...(version === undefined ? {} : { version }),
      diagnostics: [...items],
    });
  }

  dispose(): void {
    this.#publishSoon.cancel();
    this.#lookAround.cancel();
    this.#statusSoon.cancel();
    this.#changes.dispose();
  }

  #publishOpen(): void {
    for (const { uri, version } of this.#session.held()) {
      const report = this.#session.report(uri);
      this.publish(uri, report, version);
      this.answered(uri, report);
    }
  }

  /** Looks whether the changes of one document alter what is said about others. */
  #afterTyping(): void {
    const session = this.#session;
    session.sync();
    this.#statusSoon.trigger();
    if (session.linter.factsVersion === this.#facts) return;
    this.#facts = session.linter.factsVersion;
    this.#changes.fire();
    if (!session.client.pullsDiagnostics) return;
    const stale = session.held().some(({ uri }) => {
      const answered = this.#answered.get(uri);
      return answered !== undefined && session.report(uri).id !== answered;
    });
    if (stale) this.#refresh();
  }

  #refresh(): void {
    const { client, connection } = this.#session;
    if (client.refreshesDiagnostics) connection.languages.diagnostics.refresh().catch(() => {});
  }

  #sendStatus(): void {
    const session = this.#session;
    if (session.options.status !== true) return;
    void session.connection.sendNotification(statusNotification, statusOf(session));
  }
}
