import type { Writable } from "node:stream";
import { type ReadResult, readInputSync, writeProblem } from "../host/read.ts";
import { type Progress, progressBar } from "./terminal/progress.ts";
import { type Style, style, wantsColor } from "./terminal/style.ts";
import { escapeControls } from "./terminal/text.ts";

/** The process that a command runs in, or what takes its place in a test. */
export interface ProcessLike extends Pick<NodeJS.Process, "env" | "cwd" | "exitCode"> {
  readonly stdout: Output;
  readonly stderr: Output;
}

type Output = Writable & { readonly isTTY?: boolean };

/** The input and output of a command. */
export interface Io {
  readonly cwd: string;
  /** How to color what is printed. */
  readonly style: Style;
  /** Shows progress on standard error until its end. */
  startProgress(): Progress;
  /** Writes to standard output, unchanged. */
  print(text: string): void;
  /** Writes a line to standard error, prefixed with the name of the program. */
  complain(message: string): void;
  /** Writes a line to standard error. */
  note(message: string): void;
  /** Reads standard input to its end. */
  readInput(): ReadResult;
  /** The exit code of a run: output that could not be written takes precedence over what was found. */
  exitWith(code: number): void;
}

/**
 * The streams of the process. If a reader closes its end early (`| head`), the rest of the output is dropped and the
 * exit code is that of the whole run. Other failures of standard output, such as a full disk, are reported.
 */
export function standardIo(host: ProcessLike = process): Io {
  let isOpen = true;
  let isLost = false;
  const exitWith = (code: number) => {
    host.exitCode = isLost && code !== 3 ? 2 : code;
  };
  const outputFailed = (error: unknown) => {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (!isOpen) return;
    isOpen = false;
    if (code === "EPIPE") return;
    isLost = true;
    // A failure can surface after the run.
    if (host.exitCode !== undefined) exitWith(Number(host.exitCode));
    note(`kubewright: standard output ${writeProblem(error)}`);
  };
  // There is no stream left to report it on.
  host.stderr.on("error", () => {});
  host.stdout.on("error", outputFailed);
  const note = (message: string) => {
    try {
      host.stderr.write(`${escapeControls(message, true)}\n`);
    } catch {}
  };
  return {
    cwd: host.cwd(),
    style: style(wantsColor(host.stdout.isTTY ?? false, host.env)),
    startProgress: () => progressBar(host.stderr),
    print: (text) => {
      if (!isOpen) return;
      try {
        host.stdout.write(text);
      } catch (error) {
        outputFailed(error);
      }
    },
    note,
    complain: (message) => note(`kubewright: ${message}`),
    readInput: () => readInputSync("<stdin>"),
    exitWith,
  };
}
