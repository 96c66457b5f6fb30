import { type Disposable, Emitter } from "vscode-languageserver/node";
import { statusNotification } from "../protocol/messages.ts";
import { Debounce, type Timers } from "./schedule.ts";
import type { Report, Session } from "./session.ts";
import { statusOf } from "./status.ts";

/** How long no key must be pressed before typing counts as resting, in milliseconds. */
const restAfterTyping = 350;

/** Tells the client what has changed: publishes diagnostics or asks it to pull them again, never both. */
export class Notifier {
  readonly #session: Session;
  readonly #changes = new Emitter<void>();
  readonly #published = new Map<string, string>();
  /** What open documents were last told. */
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

  /** A file was changed on disk: where its diagnostics were published although it is not open, they follow. */
  changedOnDisk(key: string): void {
    if (!this.#published.has(key) || this.#session.isOpen(key)) return;
    this.publish(key, this.#session.closedReport(key) ?? { id: "", items: [] });
  }

  /**
   * Documents that were closed while the client showed diagnostics of theirs. VS Code then forgets the id of the report,
   * but keeps the diagnostics until it is told otherwise.
   */
  get stillShown(): ReadonlySet<string> {
    return this.#closed;
  }

  /** The client was told how a closed document is now. */
  corrected(uri: string): void {
    this.#closed.delete(uri);
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

  /** Says what was held back, and looks whether the changes of one document alter what is said about others. */
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
