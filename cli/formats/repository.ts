import { realpathSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { repositoryRoot } from "../../host/repository.ts";
import { inputName } from "../selection.ts";

/** Names of files for tools that look below the root of a repository, whatever folder the run is in. */
export interface RepositoryPaths {
  /** Absolute: the repository's root, or the folder of the run where there is no repository. */
  readonly root: string;
  /** A file's path below the root, with forward slashes; undefined for a file outside. */
  of(name: string): string | undefined;
}

/** @param cwd the folder that names of files are relative to */
export function repositoryPaths(cwd: string): RepositoryPaths {
  const real = realpathSync(cwd);
  const root = repositoryRoot(cwd) ?? real;
  return {
    root,
    of(name) {
      if (name === inputName) return name;
      const path = relative(root, resolve(real, name)).replaceAll("\\", "/");
      return isAbsolute(path) || path.startsWith("../") ? undefined : path;
    },
  };
}
