import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createLinter, type Linter } from "../engine/index.ts";
import { readTextSync } from "../host/read.ts";
import type { Io } from "./io.ts";
import { internalError } from "./problem.ts";
import { inputName, type RunFile, type Selection } from "./selection.ts";
import type { Progress } from "./terminal/progress.ts";

/**
 * A parsed file takes many times the memory of its text. Beyond this number of code units, a run keeps only the facts of
 * further files, and reads those files again when it checks them.
 */
const heldText = 16 * 1024 * 1024;

/** All files of a run. They are all added to one linter before the first is checked, so that rules can look across files. */
export class Workspace {
  readonly linter: Linter;
  readonly excluded: number;
  readonly vendored: readonly string[];
  /** Whether some files could not be checked. The errors are already reported. */
  incomplete: boolean;
  /** Whether an internal error occurred in a file, which has been reported. Other files are not affected. */
  crashed = false;
  readonly #io: Io;
  /** Texts that are not on disk: standard input, and text that fixes have changed. */
  readonly #texts = new Map<RunFile, string>();
  readonly #released = new Set<RunFile>();
  readonly #files: RunFile[];
  readonly #byUri: Map<string, RunFile>;

  constructor({ files, excluded, vendored, incomplete, configOf }: Selection, io: Io, progress: Progress) {
    this.#byUri = new Map(files.map((file) => [file.uri, file]));
    // The result for standard input goes to standard output, so there is no place for new files.
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

  /** The folder that file names are relative to. */
  get cwd(): string {
    return this.#io.cwd;
  }

  get files(): readonly RunFile[] {
    return this.#files;
  }

  fileAt(uri: string): RunFile | undefined {
    return this.#byUri.get(uri);
  }

  /** Adds a file that is not on disk yet. */
  add(file: RunFile, text: string): void {
    this.#files.push(file);
    this.#byUri.set(file.uri, file);
    this.change(file, text);
  }

  /** Runs `visit` while the linter has the text of the file. Does nothing if the file no longer exists. */
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

  /** Removes a new file that could not be written. */
  drop(file: RunFile): void {
    this.#files.splice(this.#files.indexOf(file), 1);
    this.#byUri.delete(file.uri);
    this.#texts.delete(file);
    this.linter.deleteFile(file.uri);
  }

  /** Updates the text of a file. */
  change(file: RunFile, text: string): void {
    this.#texts.set(file, text);
    this.linter.setFile(file.uri, text);
  }

  complain(file: RunFile, message: string): void {
    this.#io.complain(`${file.name}: ${message}`);
    this.incomplete = true;
  }

  /** An internal error in one file must not stop the run. */
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
    // JSON files of other tools can be large or binary, so errors count only if the user named the file.
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
