import picomatch from "picomatch";
import { wildcardMatches } from "../images/registries.ts";
import type { Scope } from "./settings.ts";

/** A scope does not change, and its globs are asked about at each keystroke. */
const matchers = new WeakMap<Scope, (path: string) => boolean>();

/** Whether a scope covers a resource, by the file that it is in or by its namespace. */
export function isInScope(scope: Scope, uri: string, namespace: string | undefined): boolean {
  if (namespace !== undefined && scope.namespaces.some((pattern) => wildcardMatches(pattern, namespace)))
    return true;
  if (scope.paths.length === 0) return false;
  let matches = matchers.get(scope);
  if (!matches) {
    matches = picomatch(scope.paths.flatMap(anywhere), { dot: true });
    matchers.set(scope, matches);
  }
  return matches(pathOf(uri));
}

/** The engine knows files by their URI only and not where a configuration stands, so a glob is meant in any folder. */
function anywhere(glob: string): readonly string[] {
  const below = glob.replace(/^\.?\//, "").replace(/\/$/, "");
  return [`**/${below}`, `**/${below}/**`];
}

/** The path of a URI without its first slash. */
function pathOf(uri: string): string {
  const path = uri.replace(/^[a-z][\w+.-]*:\/\/[^/]*\//i, "");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
