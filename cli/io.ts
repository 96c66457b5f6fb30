import { readFileSync } from "node:fs";
import { decodeText, problemOf, type ReadResult } from "../host/read.ts";
import { escapeControls } from "./terminal/text.ts";

/** What a command says and hears. */
export interface Io {
  readonly cwd: string;
  /** Writes to standard output as it is. */
  print(text: string): void;
  /** Writes a line to standard error with the program's name in front. */
  complain(message: string): void;
  /** Writes a line to standard error. */
  note(message: string): void;
  /** Reads standard input to its end. */
  readInput(): ReadResult;
}

/** The process's own streams. */
export function standardIo(): Io {
  const note = (message: string) => {
    process.stderr.write(`${escapeControls(message, true)}\n`);
  };
  return {
    cwd: process.cwd(),
    print: (text) => {
      process.stdout.write(text);
    },
    note,
    complain: (message) => note(`kubewright: ${message}`),
    readInput: () => {
      try {
        return decodeText(readFileSync(0), "<stdin>");
      } catch (error) {
        return { problem: problemOf("<stdin>", error) };
      }
    },
  };
}
