import { type Disposable, Emitter } from "vscode-languageserver/node";
import { statusNotification } from "../protocol/messages.ts";
import { Debounce, type Timers } from "./schedule.ts";
import type { Report, Session } from "./session.ts";
import { statusOf } from "./status.ts";

/** The time without a keystroke after which the user counts as not typing, in milliseconds. */
const restAfterTyping = 350;

/** Notifies the client of changes: publishes diagnostics or asks it to pull them again, never both. */
export class Notifier {
  readonly #session: Session;
  readonly #changes = new Emitter<void>();
  readonly #published = new Map<string, string>();
  /** The last published diagnostics of open documents. */
  readonly #answered = new Map<string, string>();
  readonly #publishSoon: Debounce;
  readonly #closed = new Set<string>();
  readonly #lookAround: Debounce;
  readonly #statusSoon: Debounce;
  #facts = 0;

  constructor(session: Session, timers?: Timers) {
    this.#session = session;
    this.#publishSoon = new Debounce(10, () => this.#publishOpen(), timers);
    this.#lookAround = new Debounce(restAfterTyping, () => this.#afterTyping(), timers);
    this.#statusSoon = new Debounce(50, () => this.#sendStatus(), timers);
  }

  /** The text of an open document changed. */
  typed(): void {
    if (!this.#session.client.pullsDiagnostics) this.#publishSoon.trigger();
    this.#lookAround.trigger();
  }

  /** Anything might have changed: settings, files on disk, workspace facts. */
  everythingChanged(): void {
    const session = this.#session;
    this.#facts = session.linter.factsVersion;
    if (!session.client.pullsDiagnostics) this.#publishOpen();
    else this.#refresh();
    this.#changes.fire();
    this.#statusSoon.trigger();
  }

  /** Resolves when something changed that can affect files that are not open, or when `disposed`. */
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

  /** Diagnostics of an open document were sent. */
  answered(uri: string, { id }: Report): void {
    if (!this.#session.documents.get(uri)) return;
    this.#answered.set(uri, id);
    this.#statusSoon.trigger();
  }

  opened(uri: string): void {
    this.#closed.delete(uri);
  }

  closed(uri: string): void {
    if ((this.#answered.get(uri) ?? "") !== "") this.#closed.add(uri);
    this.#answered.delete(uri);
    if (!this.#session.client.pullsDiagnostics) this.publish(uri, { id: "", items: [] });
    this.#lookAround.trigger();
  }

  /** A file changed on disk. If its diagnostics were published although it is not open, they are updated. */
  changedOnDisk(key: string): void {
    if (!this.#published.has(key) || this.#session.isOpen(key)) return;
    this.publish(key, this.#session.closedReport(key) ?? { id: "", items: [] });
  }

  /**
   * Documents that were closed while the client showed their diagnostics. VS Code then forgets the id of the report but
   * keeps the diagnostics until it gets new ones.
   */
  get stillShown(): ReadonlySet<string> {
    return this.#closed;
  }

  /** The client got the current diagnostics of a closed document. */
  corrected(uri: string): void {
    this.#closed.delete(uri);
  }

  /** Publishes diagnostics that changed, or that are for a new version of the text. */
  publish(uri: string, { id, items }: Report, version?: number): void {
    const before = this.#published.get(uri);
    const now = version === undefined ? id : `${version} ${id}`;
    if ((before ?? "") === now) return;
    if (now === "") this.#published.delete(uri);
    else this.#published.set(uri, now);
    const diagnostics = { uri, ...(version === undefined ? {} : { version }), diagnostics: [...items] };
    // The connection can be closed at any time.
    this.#session.connection.sendDiagnostics(diagnostics).catch(() => {});
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

  /** Publishes what was held back, and checks whether changes in one document affect the findings of others. */
  #afterTyping(): void {
    const session = this.#session;
    const { client, linter, typing } = session;
    session.sync();
    this.#statusSoon.trigger();
    const wasTyping = typing.active;
    typing.rest();
    const factsChanged = linter.factsVersion !== this.#facts;
    this.#facts = linter.factsVersion;
    if (factsChanged || wasTyping || this.#closed.size > 0) this.#changes.fire();
    if (!factsChanged && !wasTyping) return;
    if (!client.pullsDiagnostics) this.#publishOpen();
    else if (session.held().some(({ uri }) => this.#isStale(uri))) this.#refresh();
  }

  #isStale(uri: string): boolean {
    const answered = this.#answered.get(uri);
    return answered !== undefined && this.#session.report(uri).id !== answered;
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
