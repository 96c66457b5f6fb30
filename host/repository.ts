import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** The working tree of Git that a folder is in, as an absolute path without links; undefined outside of any. */
export function repositoryRoot(folder: string): string | undefined {
  let current = realpathSync(folder);
  for (;;) {
    // A file in worktrees and submodules: https://git-scm.com/docs/gitrepository-layout.
    if (existsSync(join(current, ".git"))) return current;
    const parent = dirname(current);
    if (parent === current) return undefined;
    current = parent;
  }
}
