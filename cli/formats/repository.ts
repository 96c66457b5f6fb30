import { realpathSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { repositoryRoot } from "../../host/repository.ts";
import { inputName } from "../selection.ts";

/** File names relative to the root of the repository, for tools that expect that regardless of the current folder. */
export interface RepositoryPaths {
  /** The absolute path of the repository's root, or the current folder if there is no repository. */
  readonly root: string;
  /** The path of a file relative to the root, with forward slashes; `undefined` for a file outside. */
  of(name: string): string | undefined;
}

/** @param cwd the folder that file names are relative to */
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
