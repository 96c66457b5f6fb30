import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import picomatch from "picomatch";
import { isDockerfile } from "../engine/index.ts";
import { IgnoreRules } from "./gitignore.ts";
import { type FileProblem, problemOf } from "./read.ts";

/** A file that might contain manifests. */
interface FoundFile {
  /** Absolute. */
  readonly path: string;
  /** Whether the user named this file, so that it is not skipped silently. */
  readonly named: boolean;
}

export interface Discovery {
  /** Sorted by path, without duplicates. */
  readonly files: readonly FoundFile[];
  readonly problems: readonly FileProblem[];
  /** Absolute paths of skipped folders of third-party code and test data. */
  readonly vendored: readonly string[];
}

/**
 * The files for some arguments: a file is used as is, a folder means the manifests in it, and a path that does not exist
 * but has wildcards is a glob. Never throws.
 *
 * @param cwd absolute folder that relative arguments are relative to
 * @param entersVendored whether to include a folder of third-party code or test data
 */
export function discover(
  paths: readonly string[],
  cwd: string,
  entersVendored: (folder: string) => boolean = () => false,
): Discovery {
  const found = new Map<string, FoundFile>();
  const problems: FileProblem[] = [];
  const vendored = new Set<string>();
  const enters = (folder: string) => {
    const isEntered = entersVendored(folder);
    if (!isEntered) vendored.add(folder);
    return isEntered;
  };
  const add = (path: string, named: boolean) => {
    if (named || !found.has(path)) found.set(path, { path, named });
  };
  for (const argument of paths) {
    const path = resolve(cwd, argument);
    try {
      if (!statSync(path).isDirectory()) add(path, true);
      else for (const entry of walk(path, isManifest, enters)) take(entry);
    } catch (error) {
      if (!picomatch.scan(argument).isGlob) problems.push(linkProblem(path) ?? problemOf(path, error));
      else if (!expand(argument))
        problems.push({ path, fault: "no-match", message: "does not match any file" });
    }
  }
  // Sorted by code units, so that the order does not depend on the locale.
  const files = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, problems, vendored: [...vendored] };

  function take(entry: WalkEntry): void {
    if (typeof entry === "string") add(entry, false);
    else problems.push(entry);
  }

  function expand(pattern: string): boolean {
    const { base, glob } = picomatch.scan(pattern.replaceAll("\\", "/"));
    const root = resolve(cwd, base);
    const matches = picomatch(glob, { dot: true });
    const accepts = (path: string) => matches(path.slice(root.length + 1).replaceAll("\\", "/"));
    // A pattern that names such a folder includes it.
    const names = (folder: string) => glob.split("/").includes(basename(folder)) || enters(folder);
    let any = false;
    try {
      for (const entry of walk(root, accepts, names)) {
        any = true;
        take(entry);
      }
    } catch {
      return false;
    }
    return any;
  }
}

/** A path, or a problem. */
export type WalkEntry = string | FileProblem;

/** Whether a file might contain manifests or is a Dockerfile, by its name. */
export function isManifestName(name: string): boolean {
  if (isDockerfile(name)) return true;
  return /\.(?:ya?ml|json)$/i.test(name) ? !/^\.kubewright\.ya?ml$/.test(name) : name === "Kustomization";
}

/** Folders with internal files of tools. */
const skippedFolders = new Set([".git", ".hg", ".svn", ".terraform"]);

/** Folders of third-party code, or of test data that is never applied. */
const vendoredFolders = new Set(["vendor", "node_modules", "third_party", "testdata", "__fixtures__"]);

/** The outermost folder of third-party code or test data on a path, if any. */
export function vendoredFolderOf(path: string, root: string): string | undefined {
  const steps = path.slice(root.length).split(/[\\/]/);
  const at = steps.slice(0, -1).findIndex((step) => vendoredFolders.has(step));
  return at === -1 ? undefined : root + steps.slice(0, at + 1).join(path.includes("\\") ? "\\" : "/");
}

/** Whether a path is or is in a folder with internal files of tools. */
export function isInSkippedFolder(path: string): boolean {
  return path.split(/[\\/]/).some((step) => skippedFolders.has(step));
}

const isManifest = (path: string) => isManifestName(basename(path));

/**
 * The manifests in a folder, recursively and sorted by name, respecting `.gitignore` files.
 *
 * Symbolic links are not followed: a target inside the tree is found by its own name, and one outside does not belong to
 * it, so there are no cycles. A broken link is a problem. The caller decides how long to iterate at a time.
 *
 * @param root absolute folder
 * @param entersVendored whether to include a folder of third-party code or test data
 * @throws if `root` itself cannot be listed
 */
export function* walk(
  root: string,
  accepts: (path: string) => boolean = isManifest,
  entersVendored: (folder: string) => boolean = () => false,
): Generator<WalkEntry> {
  const entries = list(root);
  const enters = (path: string, name: string) =>
    !skippedFolders.has(name) && (!vendoredFolders.has(name) || entersVendored(path));
  yield* walkFolder(root, entries, IgnoreRules.above(root), { accepts, enters });
}

/** The files that a walk includes, and the folders that it enters. */
interface Choice {
  readonly accepts: (path: string) => boolean;
  readonly enters: (path: string, name: string) => boolean;
}

function* walkFolder(
  folder: string,
  entries: readonly Dirent[],
  above: IgnoreRules,
  choice: Choice,
): Generator<WalkEntry> {
  const rules = entries.some(({ name }) => name === ".gitignore") ? above.within(folder) : above;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (rules.ignores(path, true) || !choice.enters(path, entry.name)) continue;
      let inner: readonly Dirent[];
      try {
        inner = list(path);
      } catch (error) {
        yield problemOf(path, error);
        continue;
      }
      yield* walkFolder(path, inner, rules, choice);
    } else if (choice.accepts(path) && !rules.ignores(path, false)) {
      if (entry.isFile()) yield path;
      else if (entry.isSymbolicLink() && !isEditorLock(entry.name)) {
        const problem = linkProblem(path);
        if (problem) yield problem;
      }
    }
  }
}

function list(folder: string): readonly Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Emacs locks a file with an intentionally broken link. */
function isEditorLock(name: string): boolean {
  return name.startsWith(".#");
}

/** The problem of a broken symbolic link; `undefined` if the link is not broken. */
function linkProblem(path: string): FileProblem | undefined {
  try {
    realpathSync(path);
    return undefined;
  } catch (error) {
    const problem = problemOf(path, error);
    if (problem.fault !== "missing" && problem.fault !== "broken-link") return problem;
    return isLink(path) ? { path, fault: "broken-link", message: "is a broken symbolic link" } : undefined;
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
