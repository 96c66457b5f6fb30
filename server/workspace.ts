import { existsSync, lstatSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Linter, Unedited } from "../engine/index.ts";
import { isBelow, isConfigPath } from "../host/config.ts";
import { isInSkippedFolder, isManifestName, walk } from "../host/discover.ts";
import { IgnoreRules } from "../host/gitignore.ts";
import { isMissing } from "../host/missing.ts";
import { readTextSync } from "../host/read.ts";
import { uriOf } from "../host/uri.ts";
import { pathOf } from "./paths.ts";
import { inSlices } from "./schedule.ts";
import type { Settings } from "./settings.ts";

/** Longer texts are checked only when they are opened or saved, and without rules across files. In UTF-16 code units. */
export const maxLiveLength = 5 * 1024 * 1024;

/** The files of the open folders. The linter has the facts of all of them, but the texts of open ones only. */
export class Workspace {
  readonly #linter: Linter;
  readonly #settings: Settings;
  readonly #isOpen: (key: string) => boolean;
  readonly #failed: (key: string, error: unknown) => void;
  readonly #files = new Set<string>();
  #folders: readonly string[] = [];

  /** @param failed called with a file on which the linter fails, so that the other files are still read */
  constructor(
    linter: Linter,
    settings: Settings,
    isOpen: (key: string) => boolean,
    failed: (key: string, error: unknown) => void,
  ) {
    this.#linter = linter;
    this.#settings = settings;
    this.#isOpen = isOpen;
    this.#failed = failed;
  }

  /** Paths of the open folders on this machine. */
  get folders(): readonly string[] {
    return this.#folders;
  }

  /** Keys of the files that might be manifests. */
  get files(): ReadonlySet<string> {
    return this.#files;
  }

  /** Sets the open folders, and drops files in removed folders. */
  setFolders(uris: readonly string[]): void {
    this.#folders = uris.flatMap((uri) => pathOf(uri) ?? []);
    for (const key of this.#files) {
      const path = pathOf(key)!;
      if (!this.#folders.some((folder) => isBelow(path, folder))) this.#forget(key);
    }
  }

  /** Reads all folders again, handling messages in between. Resolves to `false` if `stop` ended it. */
  async index(report: (files: number) => void, stop: () => boolean): Promise<boolean> {
    const before = new Set(this.#files);
    for (const folder of this.#folders) {
      const done = await inSlices(
        this.#entries(folder),
        (path) => {
          const key = uriOf(path);
          before.delete(key);
          this.#enter(key, path);
          report(this.#files.size);
        },
        stop,
      );
      if (!done) return false;
    }
    for (const key of before) this.#forget(key);
    return true;
  }

  /**
   * Handles a file on disk that was added, changed or removed.
   *
   * @returns whether the file is relevant
   */
  fileChanged(key: string, ignored: Ignored): boolean {
    const path = pathOf(key);
    if (path === undefined || !isManifestName(basename(path))) return false;
    const folder = this.#folders.find((one) => isBelow(path, one));
    if (folder === undefined || ignored.has(path, folder)) return false;
    this.#enter(key, path);
    return true;
  }

  /** The known files in some folders, given by key. */
  filesBelow(folders: readonly string[]): readonly string[] {
    const wanted = new Set(folders);
    if (wanted.size === 0) return [];
    return [...this.#files].filter((key) => {
      for (let at = key.lastIndexOf("/"); at > 0; at = key.lastIndexOf("/", at - 1)) {
        if (wanted.has(key.slice(0, at))) return true;
      }
      return false;
    });
  }

  /** The manifests in a folder on disk, if it is in an open folder. */
  *filesOnDisk(uri: string, ignored: Ignored): Generator<string> {
    const path = pathOf(uri);
    const folder = path === undefined ? undefined : this.#folders.find((one) => isBelow(path, one));
    if (path === undefined || folder === undefined || !isFolder(path)) return;
    if (ignored.has(join(path, "any"), folder)) return;
    for (const file of this.#entries(path)) yield uriOf(file);
  }

  /** The text of a file that is not open; `undefined` if it cannot be read. */
  read(key: string): string | undefined {
    const path = pathOf(key);
    return path === undefined ? undefined : readTextSync(path).text;
  }

  /** Whether a file can be created on this machine because the path is free. */
  isFree(key: string): boolean {
    const path = pathOf(key);
    return path !== undefined && !existsSync(path);
  }

  /** Whether nothing exists at a path on this machine, and Git does not ignore it. */
  isMissing(key: string): boolean {
    const path = pathOf(key);
    return path !== undefined && isMissing(path);
  }

  /** Gives the linter the facts of a file on disk, without its text. */
  release(key: string): void {
    const path = pathOf(key);
    if (path !== undefined && this.#files.has(key)) this.#enter(key, path);
    else this.#linter.deleteFile(key);
  }

  /** Why a file gets no findings. */
  leftOut(key: string): "excluded" | Unedited | undefined {
    if (this.#settings.excludes(key)) return "excluded";
    const place = this.#settings.uneditedPlace(key);
    if (place) return place.why;
    return !this.#settings.reportsUnedited(key) && this.#linter.isGenerated(key) ? "generated" : undefined;
  }

  /** The manifests in a folder. Package folders are included if the settings say so. */
  #entries(folder: string): Generator<string> {
    return entries(folder, (inner) => !this.#isUnread(uriOf(join(inner, "any.yaml"))));
  }

  #isUnread(key: string): boolean {
    return this.#settings.uneditedPlace(key)?.unread === true;
  }

  #enter(key: string, path: string): void {
    if (this.#settings.excludes(key) || this.#isUnread(key)) {
      this.#forget(key);
      return;
    }
    if (this.#isOpen(key)) {
      this.#files.add(key);
      return;
    }
    const { text } = readTextSync(path);
    if (text === undefined || maxLiveLength < text.length) {
      this.#forget(key);
      return;
    }
    this.#files.add(key);
    try {
      this.#linter.setFile(key, text);
      this.#linter.releaseFile(key);
    } catch (error) {
      this.#forget(key);
      this.#failed(key, error);
    }
  }

  #forget(key: string): void {
    this.#files.delete(key);
    if (!this.#isOpen(key)) this.#linter.deleteFile(key);
  }
}

export function isConfigFile(uri: string): boolean {
  return isConfigPath(uri);
}

function* entries(folder: string, enters: (folder: string) => boolean): Generator<string> {
  try {
    for (const entry of walk(folder, undefined, enters)) if (typeof entry === "string") yield entry;
  } catch {
    // A folder that cannot be listed counts as empty. The editor shows the error.
  }
}

/** The ignore files between an open folder and a path. Each is read once, so use one instance for each batch of paths. */
export class Ignored {
  readonly #rules = new Map<string, IgnoreRules | undefined>();

  /** @param folder the open folder that contains the path */
  has(path: string, folder: string): boolean {
    if (isInSkippedFolder(path)) return true;
    return this.#rulesIn(dirname(path), folder)?.ignores(path, false) ?? true;
  }

  /** The rules for the entries of a folder; `undefined` if the folder itself is ignored. */
  #rulesIn(at: string, folder: string): IgnoreRules | undefined {
    if (!this.#rules.has(at)) this.#rules.set(at, this.#read(at, folder));
    return this.#rules.get(at);
  }

  #read(at: string, folder: string): IgnoreRules | undefined {
    if (at.length <= folder.length) return IgnoreRules.above(folder).within(folder);
    const above = this.#rulesIn(dirname(at), folder);
    return above?.ignores(at, true) === false ? above.within(at) : undefined;
  }
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}
