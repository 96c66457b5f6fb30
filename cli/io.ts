import { type ReadResult, readInputSync, writeProblem } from "../host/read.ts";
import { escapeControls } from "./terminal/text.ts";

/** The input and output of a command. */
export interface Io {
  readonly cwd: string;
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
export function standardIo(): Io {
  let isOpen = true;
  let isLost = false;
  const exitWith = (code: number) => {
    process.exitCode = isLost && code !== 3 ? 2 : code;
  };
  const outputFailed = (error: unknown) => {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (!isOpen) return;
    isOpen = false;
    if (code === "EPIPE") return;
    isLost = true;
    // A failure can surface after the run.
    if (process.exitCode !== undefined) exitWith(Number(process.exitCode));
    note(`kubewright: standard output ${writeProblem(error)}`);
  };
  // There is no stream left to report it on.
  process.stderr.on("error", () => {});
  process.stdout.on("error", outputFailed);
  const note = (message: string) => {
    try {
      process.stderr.write(`${escapeControls(message, true)}\n`);
    } catch {}
  };
  return {
    cwd: process.cwd(),
    print: (text) => {
      if (!isOpen) return;
      try {
        process.stdout.write(text);
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
