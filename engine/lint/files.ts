import { dialectOf } from "../documents/dialect.ts";
import { readAnyDocument } from "../documents/document.ts";
import { isAssertion, isCalledPatch } from "../kubernetes/patches.ts";
import { type FileRecord, WorkspaceIndex, type WorkspaceView } from "../workspace/index.ts";
import { kustomizationFacts } from "../workspace/kustomization.ts";
import { builtImages } from "../workspace/replaced-images.ts";
import { Copies } from "./copies.ts";
import { type Entry, readFile, type SourceFile } from "./file.ts";
import { FileFacts } from "./file-facts.ts";
import { type Origin, originOf } from "./unedited.ts";

/** The environment of the files that a linter holds. */
export interface Surroundings {
  /** The text of a file that is not held; `undefined` if it cannot be read, or if fixes must not change it. */
  textOf(uri: string): string | undefined;
  /** Whether nothing exists at a URI, so that a fix can create a file there. */
  isFree(uri: string): boolean;
  /** Whether findings of a file are reported, because users edit it. Without this, they are reported for all files. */
  isReported?(uri: string): boolean;
  /**
   * Whether nothing exists at a URI, and nothing is expected there that is not kept in the repository. Without this, no
   * file counts as missing.
   */
  isMissing?(uri: string): boolean;
}

/** The files of a workspace, with what rules can query about them. */
export class Files {
  readonly index: WorkspaceIndex;
  readonly #held = new Map<string, SourceFile>();
  readonly #facts = new FileFacts();
  readonly #copies = new Copies();
  /** The stated origins of files, including files that are not held. */
  readonly #origins = new Map<string, Origin>();
  readonly #surroundings: Surroundings;
  /** For queries whose answers are used immediately, so that their topics do not matter. */
  readonly view: WorkspaceView;
  /** The most recently used view. */
  #lastView: { readonly uri: string; readonly view: WorkspaceView } | undefined;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.index = new WorkspaceIndex(
      (uri) => !this.#held.has(uri) && (surroundings.isMissing?.(uri) ?? false),
    );
    this.view = this.index.view(() => {});
  }

  /** Adds a file or replaces its text. Unchanged documents are not parsed again. */
  set(uri: string, text: string): void {
    const before = this.#held.get(uri);
    const file = readFile(uri, text, before);
    this.#held.set(uri, file);
    const origin = originOf(file);
    if (origin) this.#origins.set(uri, origin);
    else this.#origins.delete(uri);
    this.enter(file, this.recordOf(file), before?.text);
    if (this.#copies.set(file)) this.index.patched();
  }

  /** Drops the text of a file but keeps its facts. */
  release(uri: string): void {
    this.#held.delete(uri);
  }

  delete(uri: string): void {
    this.#held.delete(uri);
    this.#origins.delete(uri);
    this.#copies.delete(uri);
    this.index.delete(uri);
  }

  held(uri: string): SourceFile | undefined {
    return this.#held.get(uri);
  }

  /** A file that is held, or that can be read from the surroundings. */
  read(uri: string): SourceFile | undefined {
    const heldFile = this.#held.get(uri);
    if (heldFile) return heldFile;
    const text = this.#surroundings.textOf(uri);
    return text === undefined ? undefined : readFile(uri, text);
  }

  textOf(uri: string): string | undefined {
    return this.#held.get(uri)?.text ?? this.#surroundings.textOf(uri);
  }

  isFree(uri: string): boolean {
    return this.#surroundings.isFree(uri);
  }

  /** Whether a file only changes objects that other files define. */
  isPatch(file: SourceFile): boolean {
    return this.view.kustomize(file.uri).patch || isCalledPatch(file);
  }

  /** Whether a document of a file is a copy of a document in another file, where users edit it. */
  isCopy(entry: Entry, uri: string): boolean {
    return this.#copies.isCopy(entry, uri, (otherUri) => {
      const isWhole = !this.view.kustomize(otherUri).patch && !isAssertion(otherUri);
      return isWhole && (this.#surroundings.isReported?.(otherUri) ?? true);
    });
  }

  /** Whether a tool wrote a file that no one edits, according to its text or the kustomization next to it. */
  isGenerated(uri: string): boolean {
    const origin = this.#origins.get(uri);
    return origin === "generated" || (origin === "chart" && this.index.isBesideCharts(uri));
  }

  /** What rules can query about a file. */
  recordOf(file: SourceFile): FileRecord {
    const { uri, text, entries, kubernetes } = file;
    const isApplied = kubernetes && !isAssertion(uri);
    return {
      resources: isApplied ? this.#facts.of(file) : [],
      complete:
        isApplied &&
        entries.every(
          ({ entry: { document } }) => document.problems.length + (document.template ? 1 : 0) === 0,
        ),
      kustomization:
        dialectOf(uri) === "kustomization" ? kustomizationFacts(readAnyDocument(text), uri) : undefined,
      built: builtImages(
        entries.map(({ entry }) => entry.document),
        uri,
      ),
    };
  }

  /**
   * Enters what rules can query about a file.
   *
   * @param before the previously entered text
   */
  enter({ uri, text }: Pick<SourceFile, "uri" | "text">, record: FileRecord, before?: string): void {
    if (before !== undefined && before !== text && this.view.kustomize(uri).patch) this.index.patched();
    this.index.set(uri, record);
  }

  /**
   * The view from a file. Fixes are computed later than findings, when the last view can belong to a different file.
   */
  viewOf(uri: string): WorkspaceView {
    if (this.#lastView?.uri !== uri) {
      const view = this.index.view(
        () => {},
        () => uri,
      );
      this.#lastView = { uri, view };
    }
    return this.#lastView.view;
  }
}
