import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createLinter, type Linter } from "../engine/index.ts";
import { readTextSync } from "../host/read.ts";
import type { Io } from "./io.ts";
import { internalError } from "./problem.ts";
import { inputName, type RunFile, type Selection } from "./selection.ts";
import type { Progress } from "./terminal/progress.ts";

/**
 * A parsed file takes many times its text. A run with more code units than this keeps only the facts of what comes
 * after, and reads those files again when it is their turn.
 */
const heldText = 16 * 1024 * 1024;

/** All files of a run, entered into one linter before any is judged, so that rules can look across them. */
export class Workspace {
  readonly linter: Linter;
  readonly excluded: number;
  readonly vendored: readonly string[];
  /** Something could not be looked at; it was complained about. */
  incomplete: boolean;
  /** The program failed on a file, which was named; the others are not affected. */
  crashed = false;
  readonly #io: Io;
  /** Texts that stand nowhere else: what was read from standard input, and what fixes have changed. */
  readonly #texts = new Map<RunFile, string>();
  readonly #released = new Set<RunFile>();
  readonly #files: RunFile[];
  readonly #byUri: Map<string, RunFile>;

  constructor({ files, excluded, vendored, incomplete, configOf }: Selection, io: Io, progress: Progress) {
    this.#byUri = new Map(files.map((file) => [file.uri, file]));
    // What comes from standard input goes to standard output, where nothing can stand beside it.
    const standsAlone = files.some(({ name }) => name === inputName);
    this.linter = createLinter(configOf, {
      textOf: (uri) => {
        const file = this.#byUri.get(uri);
        return file && (this.#texts.get(file) ?? readTextSync(file.path).text);
      },
      isFree: (uri) => !standsAlone && !this.#byUri.has(uri) && !existsSync(fileURLToPath(uri)),
    });
    this.excluded = excluded;
    this.vendored = vendored;
    this.incomplete = incomplete;
    this.#io = io;
    let held = 0;
    this.#files = files.filter((file, at) => {
      progress.step("reading", at, files.length);
      const text = this.#read(file);
      if (text === undefined) return false;
      if (!this.#guarded(file, () => this.linter.setFile(file.uri, text))) return false;
      if (held + text.length > heldText) this.#release(file);
      else held += text.length;
      return true;
    });
  }

  /** The folder that names of files are relative to. */
  get cwd(): string {
    return this.#io.cwd;
  }

  get files(): readonly RunFile[] {
    return this.#files;
  }

  fileAt(uri: string): RunFile | undefined {
    return this.#byUri.get(uri);
  }

  /** Takes in a file that is not there yet. */
  add(file: RunFile, text: string): void {
    this.#files.push(file);
    this.#byUri.set(file.uri, file);
    this.change(file, text);
  }

  /** Runs `visit` while the linter holds the file's text; not at all where the file has gone since. */
  visit(file: RunFile, visit: (text: string) => void): void {
    const held = this.linter.text(file.uri);
    const text = held ?? this.#texts.get(file) ?? this.#read(file);
    if (text === undefined) return;
    this.#guarded(file, () => {
      if (held === undefined) this.linter.setFile(file.uri, text);
      visit(text);
    });
    if (this.#released.has(file)) this.#release(file);
  }

  /** Takes out a file that could not be made. */
  drop(file: RunFile): void {
    this.#files.splice(this.#files.indexOf(file), 1);
    this.#byUri.delete(file.uri);
    this.#texts.delete(file);
    this.linter.deleteFile(file.uri);
  }

  /** Takes over a changed text. */
  change(file: RunFile, text: string): void {
    this.#texts.set(file, text);
    this.linter.setFile(file.uri, text);
  }

  complain(file: RunFile, message: string): void {
    this.#io.complain(`${file.name}: ${message}`);
    this.incomplete = true;
  }

  /** One file that the program fails on must not keep it from looking at the others. */
  #guarded(file: RunFile, work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      this.#io.complain(`${file.name}: ${internalError(error)}`);
      this.crashed = true;
      return false;
    }
  }

  #release(file: RunFile): void {
    this.#released.add(file);
    this.linter.releaseFile(file.uri);
  }

  #read(file: RunFile): string | undefined {
    const input = file.name === inputName;
    const { text, problem } = input ? this.#io.readInput() : readTextSync(file.path, { streams: file.named });
    // Other people's JSON may be large or no text at all; it is none of ours unless somebody named it.
    const doubtful = !file.named && /\.json$/i.test(file.path);
    if (problem) {
      if (!doubtful || problem.fault === "forbidden" || problem.fault === "unreadable")
        this.complain(file, !file.named && problem.fault === "missing" ? "has disappeared" : problem.message);
      return undefined;
    }
    if (doubtful && !(text.includes('"apiVersion"') && text.includes('"kind"'))) return undefined;
    if (input) this.#texts.set(file, text);
    return text;
  }
}
