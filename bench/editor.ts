/** Keystroke → diagnostics, over real stdio, against yaml-language-server. */
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { TextDocumentContentChangeEvent } from "vscode-languageserver/node";
import { singleDocument, stream } from "./generate.ts";
import { Server } from "./server.ts";
import { median, percentile } from "./statistics.ts";
import type { Row } from "./table.ts";

/** The peer's delay between a change and its check, in milliseconds (its `validationDelayMs`). */
export const peerDelay = 200;

export interface EditorBench {
  /** Our bundled server. */
  readonly server: string;
  /** The peer's program. */
  readonly peer: string;
  /** The JSON schema for the peer's checks. */
  readonly schema: string;
  readonly quick: boolean;
}

interface Subject {
  readonly name: string;
  readonly text: string;
  /** Keystrokes for the peer; our server gets five times as many. */
  readonly samples: number;
}

export async function editorRows(bench: EditorBench): Promise<readonly Row[]> {
  const few = (samples: number) => (bench.quick ? Math.ceil(samples / 5) : samples);
  const subjects: readonly Subject[] = [
    { name: "50 lines", text: stream(50), samples: few(40) },
    { name: "1,000 lines", text: stream(1000), samples: few(40) },
    { name: "10,000 lines", text: stream(10_000), samples: few(20) },
    { name: "one 1 MB document", text: singleDocument(1e6), samples: few(5) },
  ];
  const rows: Row[] = [];
  for (const subject of subjects) rows.push(...(await subjectRows(bench, subject)));
  return rows;
}

async function subjectRows(bench: EditorBench, { name, text, samples }: Subject): Promise<readonly Row[]> {
  const uri = "file:///bench/manifests.yaml";
  const ours = await Server.start({ program: [process.execPath, bench.server, "--stdio"], pull: true });
  const peer = await startPeer(bench);
  try {
    const [opened, peerOpened] = [
      await timed(() => ours.open(uri, text)),
      await timed(() => peer.open(uri, faulty(text))),
    ];
    if (peerOpened.answer.length === 0) throw new Error("the peer does not check with the schema");
    const [mine, theirs]: [number[], number[]] = [[], []];
    const [edits, peerEdits] = [keystrokes(text), keystrokes(faulty(text))];
    const warmUp = Math.min(10, samples);
    let [work, peerWork] = [0, 0];
    for (let at = -warmUp; at < samples; at++) {
      if (at === 0)
        [work, peerWork, mine.length, theirs.length] = [ours.processorTime(), peer.processorTime(), 0, 0];
      for (let repeat = 0; repeat < 5; repeat++) {
        mine.push((await timed(() => ours.change(uri, edits.next().value))).time);
      }
      theirs.push((await timed(() => peer.change(uri, peerEdits.next().value))).time);
    }
    const checking = theirs.map((time) => time - peerDelay);
    return [
      row(`keystroke, ${name}, p50`, median(mine), median(checking)),
      row(`keystroke, ${name}, p95`, percentile(mine, 0.95), percentile(checking, 0.95)),
      row(`keystroke, ${name}, p95, with the peer's delay`, percentile(mine, 0.95), percentile(theirs, 0.95)),
      row(
        `keystroke, ${name}, CPU time of the server`,
        (ours.processorTime() - work) / mine.length,
        (peer.processorTime() - peerWork) / theirs.length,
      ),
      row(`open → first diagnostics, ${name}, fresh server`, opened.time, peerOpened.time - peerDelay),
      { work: `memory, ${name} open`, unit: "MB", ours: megabytes(ours), peer: megabytes(peer) },
    ];
  } finally {
    await Promise.all([ours.stop(), peer.stop()]);
  }
}

async function startPeer({ peer, schema }: EditorBench): Promise<Server> {
  const yaml = {
    validate: true,
    schemas: { [pathToFileURL(schema).href]: ["*.yaml"] },
    schemaStore: { enable: false },
    kubernetesCRDStore: { enable: false },
  };
  const server = await Server.start({
    program: [process.execPath, peer, "--stdio"],
    pull: false,
    settings: { yaml },
  });
  // It reads its settings after the handshake, and then checks again.
  await sleep(1000);
  return server;
}

/** The text with one value of the wrong type, which reveals whether the schema is checked. */
function faulty(text: string): string {
  return text.replace(/replicas: (\d)/, 'replicas: "$1"');
}

/** Ends of lines where users type, throughout the text: a character is added, then removed. */
function* keystrokes(text: string): Generator<TextDocumentContentChangeEvent, never> {
  const lines = text.split("\n");
  const typed = /^ *(?:- )?(?:image|team|path|app\.kubernetes\.io\/name|replicas|cpu|name): .*$/;
  const places = lines.flatMap((line, at) =>
    typed.test(line) ? [{ line: at, character: line.length }] : [],
  );
  // A stride that shares no factor with the number of places visits them all, far apart from each other.
  const stride = coprime(Math.floor(places.length * 0.382), places.length);
  for (let at = 0; ; at = (at + stride) % places.length) {
    const start = places[at]!;
    const end = { line: start.line, character: start.character + 1 };
    yield { range: { start, end: start }, text: "x" };
    yield { range: { start, end }, text: "" };
  }
}

function coprime(near: number, to: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let number = Math.max(1, near);
  while (divisor(number, to) !== 1) number++;
  return number;
}

async function timed<Answer>(
  work: () => Promise<Answer>,
): Promise<{ readonly time: number; readonly answer: Answer }> {
  const start = performance.now();
  const answer = await work();
  return { time: performance.now() - start, answer };
}

function row(work: string, ours: number, peer: number): Row {
  return { work, unit: "ms", ours, peer };
}

function megabytes(server: Server): number {
  return server.residentMemory() / 1e6;
}
