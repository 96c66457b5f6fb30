import { wildcardMatches } from "../images/registries.ts";
import { type Globs, globsMatch } from "./globs.ts";
import type { Scope } from "./settings.ts";

const globs = new WeakMap<Scope, Globs>();

/** Whether a scope covers a resource, by the file that it is in or by its namespace. */
export function isInScope(scope: Scope, uri: string, namespace: string | undefined): boolean {
  if (namespace !== undefined && scope.namespaces.some((pattern) => wildcardMatches(pattern, namespace)))
    return true;
  if (scope.paths.length === 0) return false;
  let paths = globs.get(scope);
  if (!paths) {
    // A scope may come from a file that several configurations extend, so its globs are meant in any folder.
    paths = { patterns: scope.paths, root: undefined };
    globs.set(scope, paths);
  }
  return globsMatch(paths, uri);
}
