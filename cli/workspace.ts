import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createLinter, type Linter, type Unedited } from "../engine/index.ts";
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
  readonly packages: readonly string[];
  /** How many files are not judged, and why. */
  readonly unedited: ReadonlyMap<Unedited, number>;
  /** Something could not be looked at; it was complained about. */
  incomplete: boolean;
  /** The program failed on a file, which was named; the others are not affected. */
  crashed = false;
  readonly #io: Io;
  /** Texts that stand nowhere else: what was read from standard input, and what fixes have changed. */
  readonly #texts = new Map<RunFile, string>();
  readonly #released = new Set<RunFile>();
  /** Those that are judged. */
  readonly #files: RunFile[];
  readonly #manifests = new Set<RunFile>();
  readonly #byUri: Map<string, RunFile>;

  constructor(
    { files, excluded, unread, packages, incomplete, configOf }: Selection,
    io: Io,
    progress: Progress,
  ) {
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
    this.packages = packages;
    this.incomplete = incomplete;
    this.#io = io;
    let held = 0;
    const readFiles = files.filter((file, at) => {
      progress.step("reading", at, files.length);
      const text = this.#read(file);
      if (text === undefined) return false;
      const isRead = this.#guarded(file, () => {
        this.linter.setFile(file.uri, text);
        if (this.linter.census(file.uri).kubernetes) this.#manifests.add(file);
      });
      if (!isRead) return false;
      if (file.unedited || held + text.length > heldText) this.#release(file);
      else held += text.length;
      return true;
    });
    const unedited = this.#unedited(readFiles);
    this.unedited = counted([...unedited.values(), ...Array<Unedited>(unread).fill("test")]);
    this.#files = readFiles.filter((file) => !unedited.has(file));
  }

  /**
   * The files that nobody edits where they are. A folder with no other manifests was named for those, as somebody does who
   * has rendered a chart into it.
   */
  #unedited(files: readonly RunFile[]): ReadonlyMap<RunFile, Unedited> {
    const found = new Map<RunFile, Unedited>();
    const edited = new Set<string>();
    for (const file of files) {
      const { uri, root, unedited } = file;
      const isGenerated = unedited === undefined && root !== undefined && this.linter.isGenerated(uri);
      const why = isGenerated ? "generated" : unedited;
      if (why) found.set(file, why);
      else if (root !== undefined && this.#manifests.has(file)) edited.add(root);
    }
    for (const [file, why] of found) if (why === "generated" && !edited.has(file.root!)) found.delete(file);
    return found;
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
    if (problem && file.unedited) return undefined;
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

function counted(reasons: readonly Unedited[]): ReadonlyMap<Unedited, number> {
  const counts = new Map<Unedited, number>();
  for (const why of reasons) counts.set(why, (counts.get(why) ?? 0) + 1);
  return counts;
}
