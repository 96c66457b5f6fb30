import { compileGlob } from "../text/glob.ts";
import { percentDecoded } from "../text/percent.ts";

/** Globs as in `.gitignore`, and the folder that they are relative to. */
export interface Globs {
  readonly patterns: readonly string[];
  /** URI of the folder of the configuration. Without it, globs match in any folder. */
  readonly root: string | undefined;
}

/** Globs do not change and are matched on every keystroke, so they are compiled once. */
const matchers = new WeakMap<Globs, (uri: string) => boolean>();

/** Whether any of the globs matches a file. */
export function globsMatch(globs: Globs, uri: string): boolean {
  let matches = matchers.get(globs);
  if (!matches) {
    matches = matcherOf(globs);
    matchers.set(globs, matches);
  }
  return matches(uri);
}

/** Whether a string is a valid glob: not empty, and with balanced brackets. */
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

/** A folder matches everything in it. */
function anywhere(glob: string): readonly string[] {
  const below = trimmed(glob);
  return [`**/${below}`, `**/${below}/**`];
}

/** A name without a slash matches in any folder below the root. */
function rooted(glob: string): readonly string[] {
  const below = trimmed(glob);
  const from = below.includes("/") || glob.startsWith("/") ? below : `**/${below}`;
  return [from, `${from}/**`];
}

function trimmed(glob: string): string {
  return glob.replace(/^\.?\//, "").replace(/\/$/, "");
}

/** The path of a file relative to a folder; `undefined` if it is not in that folder. Both are URIs. */
function relativePath(folder: string, uri: string): string | undefined {
  const base = `${percentDecoded(folder).replace(/\/$/, "")}/`;
  const path = percentDecoded(uri);
  return path.startsWith(base) ? path.slice(base.length) : undefined;
}

/** The path of a URI without its leading slash. */
function pathOf(uri: string): string {
  return percentDecoded(uri.replace(/^[a-z][\w+.-]*:\/\/[^/]*\//i, ""));
}
