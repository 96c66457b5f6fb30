import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** The Git working tree that contains a folder, as an absolute path without links; `undefined` if there is none. */
export function repositoryRoot(folder: string): string | undefined {
  let current = realpathSync(folder);
  for (;;) {
    // In worktrees and submodules, it is a file: https://git-scm.com/docs/gitrepository-layout.
    if (existsSync(join(current, ".git"))) return current;
    const parent = dirname(current);
    if (parent === current) return undefined;
    current = parent;
  }
}
