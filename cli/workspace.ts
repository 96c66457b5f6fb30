import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createLinter, type Linter, type Unedited } from "../engine/index.ts";
import { isMissing } from "../host/missing.ts";
import { type FileProblem, readTextSync } from "../host/read.ts";
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
  readonly packages: readonly string[];
  /** The number of files that are not checked, by reason. */
  readonly unedited: ReadonlyMap<Unedited, number>;
  /** Whether some files could not be checked. The errors are already reported. */
  incomplete: boolean;
  /** Whether an internal error occurred in a file, which has been reported. Other files are not affected. */
  crashed = false;
  readonly #io: Io;
  /** Texts that are not on disk: standard input, and text that fixes have changed. */
  readonly #texts = new Map<RunFile, string>();
  readonly #released = new Set<RunFile>();
  /** Those that get findings. */
  readonly #files: RunFile[];
  readonly #manifests = new Set<RunFile>();
  readonly #byUri: Map<string, RunFile>;
  #reported: ReadonlySet<string> = new Set();

  constructor(
    { files, excluded, unread, packages, incomplete, configOf }: Selection,
    io: Io,
    progress: Progress,
  ) {
    this.#byUri = new Map(files.map((file) => [file.uri, file]));
    // The result for standard input goes to standard output, so there is no place for new files.
    const standsAlone = files.some(({ name }) => name === inputName);
    this.linter = createLinter(configOf, {
      textOf: (uri) => {
        const file = this.#byUri.get(uri);
        return file && (this.#texts.get(file) ?? readTextSync(file.path).text);
      },
      isFree: (uri) => !standsAlone && !this.#byUri.has(uri) && !existsSync(fileURLToPath(uri)),
      isReported: (uri) => this.#reported.has(uri),
      isMissing: (uri) => !standsAlone && isMissing(fileURLToPath(uri)),
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
    this.unedited = counted([...unedited.values(), ...unread]);
    this.#files = readFiles.filter((file) => !unedited.has(file));
    this.#reported = new Set(this.#files.map(({ uri }) => uri));
  }

  /**
   * The files that people do not edit. If a named folder has no other manifests, its files are checked, because the user
   * wants exactly those, such as the rendered output of a chart.
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

  /** Reports an internal error in one file, which must not stop the run. */
  failed(file: RunFile, error: unknown): void {
    this.#io.complain(`${file.name}: ${internalError(error)}`);
    this.crashed = true;
  }

  #guarded(file: RunFile, work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      this.failed(file, error);
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
    if (problem) {
      if (matters(problem, file))
        this.complain(file, !file.named && problem.fault === "missing" ? "has disappeared" : problem.message);
      return undefined;
    }
    if (isDoubtful(file) && !(text.includes('"apiVersion"') && text.includes('"kind"'))) return undefined;
    if (input) this.#texts.set(file, text);
    return text;
  }
}

/** Whether a file might belong to another tool. Its JSON files can be large or binary. */
function isDoubtful({ named, path }: RunFile): boolean {
  return !named && /\.json$/i.test(path);
}

function matters({ fault }: FileProblem, file: RunFile): boolean {
  if (file.unedited) return false;
  return !isDoubtful(file) || fault === "forbidden" || fault === "unreadable";
}

function counted(reasons: readonly Unedited[]): ReadonlyMap<Unedited, number> {
  const counts = new Map<Unedited, number>();
  for (const why of reasons) counts.set(why, (counts.get(why) ?? 0) + 1);
  return counts;
}
