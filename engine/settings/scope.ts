import { wildcardMatches } from "../images/registries.ts";
import { type Globs, globsMatch } from "./globs.ts";
import type { Shapes } from "./shape.ts";

/** A set of files (by path) and resources (by namespace). With both lists empty, it covers nothing. */
export interface Scope {
  /** Globs as in `.gitignore`. */
  readonly paths: readonly string[];
  /** Names of namespaces, with `*` as a wildcard. */
  readonly namespaces: readonly string[];
}

export const nowhere: Scope = { paths: [], namespaces: [] };

export const scopeShapes = {
  paths: { type: "globs", description: "Globs of files, as in `.gitignore`." },
  namespaces: { type: "strings", description: "Names of namespaces, with `*` as a wildcard." },
} as const satisfies Shapes;

/** Whether a scope covers a resource, by the file that it is in or by its namespace. */
export function isInScope(scope: Scope, uri: string, namespace: string | undefined): boolean {
  return coversNamespace(scope, namespace) || coversFile(scope, uri);
}

export function coversNamespace({ namespaces }: Scope, namespace: string | undefined): boolean {
  return namespace !== undefined && namespaces.some((pattern) => wildcardMatches(pattern, namespace));
}

const globs = new WeakMap<Scope, Globs>();

export function coversFile(scope: Scope, uri: string): boolean {
  if (scope.paths.length === 0) return false;
  let paths = globs.get(scope);
  if (!paths) {
    // A scope can come from a file that several configurations extend, so its globs match in any folder.
    paths = { patterns: scope.paths, root: undefined };
    globs.set(scope, paths);
  }
  return globsMatch(paths, uri);
}
