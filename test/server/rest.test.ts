/** Pauses in typing, with a fake clock. */
import { beforeEach, expect, test } from "vitest";
import type { Connection } from "vscode-languageserver/node";
import { readClient } from "../../server/client.ts";
import { followDocuments } from "../../server/methods/documents.ts";
import { Notifier } from "../../server/notify.ts";
import type { Online } from "../../server/online.ts";
import type { Timers } from "../../server/schedule.ts";
import { Session } from "../../server/session.ts";
import { fullCapabilities } from "./client.ts";

class Clock implements Timers {
  #now = 0;
  #due: { readonly at: number; readonly work: () => void }[] = [];

  after(delay: number, work: () => void): () => void {
    const entry = { at: this.#now + delay, work };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((one) => one !== entry);
    };
  }

  pass(time: number): void {
    this.#now += time;
    const due = this.#due.filter(({ at }) => at <= this.#now);
    this.#due = this.#due.filter(({ at }) => at > this.#now);
    for (const { work } of due) work();
  }
}

const uri = "file:///shop/web.yaml";
const half = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspe";
let clock: Clock;
let session: Session;
let refreshes: number;
let version: number;
let send: (method: "onDidOpenTextDocument" | "onDidChangeTextDocument", params: object) => void;

beforeEach(() => {
  const handlers = new Map<PropertyKey, (params: object) => void>();
  const diagnostics = { refresh: async () => void refreshes++ };
  // Every registration of a handler is accepted.
  const connection = new Proxy({ languages: { diagnostics } } as unknown as Connection, {
    get: (target, method) =>
      Reflect.get(target, method) ??
      ((handler: (params: object) => void) => {
        handlers.set(method, handler);
        return { dispose: () => {} };
      }),
  });
  clock = new Clock();
  refreshes = 0;
  version = 1;
  session = new Session(
    connection,
    readClient({ capabilities: fullCapabilities, processId: null, rootUri: null }),
    {},
  );
  const notifier = new Notifier(session, clock);
  const answered = session.report.bind(session);
  session.report = (asked) => {
    const report = answered(asked);
    notifier.answered(asked, report);
    return report;
  };
  followDocuments(session, notifier, { changed: () => {} } as unknown as Online);
  send = (method, params) => handlers.get(method)!(params);
  send("onDidOpenTextDocument", { textDocument: { uri, languageId: "yaml", version, text: "" } });
  session.report(uri);
});

function become(text: string): void {
  send("onDidChangeTextDocument", { textDocument: { uri, version: ++version }, contentChanges: [{ text }] });
}

test("half a line is reported well within half a second after the last key, and not before", () => {
  for (let length = 1; length <= half.length; length++) {
    become(half.slice(0, length));
    expect(session.report(uri).items).toEqual([]);
    clock.pass(200);
  }
  expect(refreshes).toBe(0);
  clock.pass(200);
  expect(refreshes).toBe(1);
  expect(session.report(uri).items.map(({ code }) => code)).toContain("yaml-syntax");
});

test("a pause without changes requests nothing", () => {
  become("# a");
  clock.pass(400);
  expect(refreshes).toBe(0);
});
