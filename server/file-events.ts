import { FileChangeType, type FileEvent } from "vscode-languageserver/node";
import type { Notifier } from "./notify.ts";
import { keyOf } from "./paths.ts";
import { inSlices } from "./schedule.ts";
import type { Session } from "./session.ts";
import { Ignored } from "./workspace.ts";

/** Changes on disk, processed in slices, because a build or a checkout can change thousands of files at once. */
export class FileEvents {
  readonly #session: Session;
  readonly #notifier: Notifier;
  /** The last unprocessed event of each file and folder, by key. */
  #waiting = new Map<string, FileEvent>();
  #running = false;

  constructor(session: Session, notifier: Notifier) {
    this.#session = session;
    this.#notifier = notifier;
  }

  async add(events: readonly FileEvent[]): Promise<void> {
    for (const event of events) this.#waiting.set(keyOf(event.uri), event);
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#waiting.size > 0) await this.#work();
    } finally {
      this.#running = false;
    }
  }

  async #work(): Promise<void> {
    const { workspace } = this.#session;
    const ignored = new Ignored();
    const events = this.#waiting;
    this.#waiting = new Map();
    const gone = [...events.values()].filter(({ type }) => type === FileChangeType.Deleted);
    // An event of a folder covers all files in it.
    const changed = new Set([...workspace.filesBelow(gone.map(({ uri }) => keyOf(uri))), ...events.keys()]);
    for (const { uri, type } of events.values()) {
      if (type === FileChangeType.Created)
        for (const key of workspace.filesOnDisk(uri, ignored)) changed.add(key);
    }
    const told: string[] = [];
    await inSlices(
      changed,
      (key) => {
        this.#session.forgetReport(key);
        if (workspace.fileChanged(key, ignored)) told.push(key);
      },
      () => false,
    );
    if (told.length === 0) return;
    this.#notifier.everythingChanged();
    await inSlices(
      told,
      (key) => this.#notifier.changedOnDisk(key),
      () => false,
    );
  }
}
