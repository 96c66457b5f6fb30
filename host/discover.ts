import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import picomatch from "picomatch";
import { isDockerfile } from "../engine/index.ts";
import { IgnoreRules } from "./gitignore.ts";
import { type FileProblem, problemOf } from "./read.ts";
import { isPackageFolder, type UneditedPlace, uneditedPlaceOf } from "./unedited.ts";

/** A file that might contain manifests. */
export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  /** Whether the user named this file, so that it is not skipped silently. */
  readonly named: boolean;
  /** Why it gets no findings, judging only by its path. */
  readonly unedited: UneditedPlace | undefined;
  /** The folder that the user named and that it was found in; `undefined` if the user named the file itself. */
  readonly root: string | undefined;
}

export interface Discovery {
  /** Sorted by path, without duplicates. */
  readonly files: readonly FoundFile[];
  readonly problems: readonly FileProblem[];
  /** Absolute paths of skipped package folders. */
  readonly packages: readonly string[];
}

/**
 * The files for some arguments: a file is used as is, a folder means the manifests in it, and a path that does not exist
 * but has wildcards is a glob. Never throws.
 *
 * @param cwd absolute folder that relative arguments are relative to
 * @param wants whether a folder or file that people do not edit is included anyway
 */
export function discover(
  paths: readonly string[],
  cwd: string,
  wants: (path: string) => boolean = () => false,
): Discovery {
  const found = new Map<string, FoundFile>();
  const problems: FileProblem[] = [];
  const packages = new Set<string>();
  for (const argument of paths) {
    const path = resolve(cwd, argument);
    try {
      if (!statSync(path).isDirectory()) add({ path, named: true, unedited: undefined, root: undefined });
      else takeAll({ root: path, accepts: isManifest, isMeant: () => false, isSearch: true });
    } catch (error) {
      if (!picomatch.scan(argument).isGlob) problems.push(linkProblem(path) ?? problemOf(path, error));
      else if (!expand(argument))
        problems.push({ path, fault: "no-match", message: "does not match any file" });
    }
  }
  // Sorted by code units, so that the order does not depend on the locale.
  const files = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, problems, packages: [...packages] };

  function add(file: FoundFile): void {
    const known = found.get(file.path);
    if (!known || file.named || (known.unedited && !file.unedited)) found.set(file.path, file);
  }

  /** @returns whether anything was found */
  function takeAll({ root, accepts, isMeant, isSearch }: Search): boolean {
    const placeOf = (path: string): UneditedPlace | undefined => {
      const place = uneditedPlaceOf(path, root, isMeant);
      if (!place || wants(place.path)) return undefined;
      return place.path === path && !isSearch ? undefined : place;
    };
    const enters = (folder: string) => {
      const isEntered = isMeant(basename(folder)) || wants(folder);
      if (!isEntered) packages.add(folder);
      return isEntered;
    };
    let any = false;
    for (const entry of walk(root, accepts, enters)) {
      any = true;
      const path = typeof entry === "string" ? entry : entry.path;
      const place = placeOf(path);
      if (typeof entry === "string")
        add({ path, named: false, unedited: place, root: isSearch ? root : undefined });
      // Users cannot fix problems in files that they do not edit.
      else if (!place) problems.push(entry);
    }
    return any;
  }

  function expand(pattern: string): boolean {
    const { base, glob } = picomatch.scan(pattern.replaceAll("\\", "/"));
    const root = resolve(cwd, base);
    const matches = picomatch(glob, { dot: true });
    const steps = glob.split("/");
    try {
      return takeAll({
        root,
        accepts: (path) => matches(path.slice(root.length + 1).replaceAll("\\", "/")),
        // A folder that is spelled out in a pattern is intended.
        isMeant: (folder) => steps.includes(folder),
        // A shell would expand a pattern within one folder and name each file.
        isSearch: steps.includes("**"),
      });
    } catch {
      return false;
    }
  }
}

/** What to search for in a folder. */
interface Search {
  readonly root: string;
  readonly accepts: (path: string) => boolean;
  /** Whether the user named a folder of that name. */
  readonly isMeant: (folder: string) => boolean;
  /** Whether it includes everything, so that files are skipped by their content. */
  readonly isSearch: boolean;
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
 * @param entersPackages whether to include package folders
 * @throws if `root` itself cannot be listed
 */
export function* walk(
  root: string,
  accepts: (path: string) => boolean = isManifest,
  entersPackages: (folder: string) => boolean = () => false,
): Generator<WalkEntry> {
  const entries = list(root);
  const enters = (path: string, name: string) =>
    !skippedFolders.has(name) && (!isPackageFolder(name) || entersPackages(path));
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
      if (!rules.ignores(path, true) && choice.enters(path, entry.name))
        yield* walkInner(path, rules, choice);
    } else if (choice.accepts(path) && !rules.ignores(path, false)) {
      const found = fileOrProblem(path, entry);
      if (found !== undefined) yield found;
    }
  }
}

/** Walks a folder; if it cannot be listed, that is a problem. */
function walkInner(folder: string, above: IgnoreRules, choice: Choice): Iterable<WalkEntry> {
  try {
    return walkFolder(folder, list(folder), above, choice);
  } catch (error) {
    return [problemOf(folder, error)];
  }
}

/** A file's path, or the problem of a broken link; `undefined` for anything else. */
function fileOrProblem(path: string, entry: Dirent): WalkEntry | undefined {
  if (entry.isFile()) return path;
  return entry.isSymbolicLink() && !isEditorLock(entry.name) ? linkProblem(path) : undefined;
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
