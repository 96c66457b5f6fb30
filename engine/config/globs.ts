import { compileGlob } from "../text/glob.ts";
import { percentDecoded } from "../text/percent.ts";

/** Globs as in `.gitignore`, and the folder that they start from. */
export interface Globs {
  readonly patterns: readonly string[];
  /** URI of the folder that the configuration stands in; without one a glob is meant in any folder. */
  readonly root: string | undefined;
}

/** Globs do not change, and they are asked about at each keystroke. */
const matchers = new WeakMap<Globs, (uri: string) => boolean>();

/** Whether any of the globs covers a file. */
export function globsMatch(globs: Globs, uri: string): boolean {
  let matches = matchers.get(globs);
  if (!matches) {
    matches = matcherOf(globs);
    matchers.set(globs, matches);
  }
  return matches(uri);
}

/** Whether a text can be read as a glob: it is not empty, and its brackets are closed. */
export function isGlob(text: string): boolean {
  return compileGlob(text) !== undefined;
}

function matcherOf({ patterns, root }: Globs): (uri: string) => boolean {
  if (patterns.length === 0) return () => false;
  const globs = patterns
    .flatMap(root === undefined ? anywhere : rooted)
    .flatMap((text) => compileGlob(text) ?? []);
  const matches = (path: string) => globs.some((glob) => glob(path));
  if (root === undefined) return (uri) => matches(pathOf(uri));
  return (uri) => {
    const below = relativePath(root, uri);
    return below !== undefined && matches(below);
  };
}

/** A folder means all that is in it. */
function anywhere(glob: string): readonly string[] {
  const below = trimmed(glob);
  return [`**/${below}`, `**/${below}/**`];
}

/** A name without a slash is meant in any folder below the root. */
function rooted(glob: string): readonly string[] {
  const below = trimmed(glob);
  const from = below.includes("/") || glob.startsWith("/") ? below : `**/${below}`;
  return [from, `${from}/**`];
}

function trimmed(glob: string): string {
  return glob.replace(/^\.?\//, "").replace(/\/$/, "");
}

/** The path of a file from a folder; `undefined` where it is not below it. Both are URIs. */
function relativePath(folder: string, uri: string): string | undefined {
  const base = `${percentDecoded(folder).replace(/\/$/, "")}/`;
  const path = percentDecoded(uri);
  return path.startsWith(base) ? path.slice(base.length) : undefined;
}

/** The path of a URI without its first slash. */
function pathOf(uri: string): string {
  return percentDecoded(uri.replace(/^[a-z][\w+.-]*:\/\/[^/]*\//i, ""));
}
