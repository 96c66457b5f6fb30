import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ignore, { type Ignore } from "ignore";
import { maxConfigSize, readTextSync } from "./read.ts";

interface Level {
  readonly folder: string;
  readonly rules: Ignore;
}

/** The `.gitignore` files for the entries of a folder. The innermost one with a matching pattern decides. */
export class IgnoreRules {
  /** Innermost first. */
  readonly #levels: readonly Level[];

  private constructor(levels: readonly Level[]) {
    this.#levels = levels;
  }

  /** The rules for the entries of a folder from its parents, up to the root of the repository. */
  static above(folder: string): IgnoreRules {
    const none = new IgnoreRules([]);
    const folders: string[] = [];
    for (let at = folder; !existsSync(join(at, ".git")); at = dirname(at)) {
      if (dirname(at) === at) return none;
      folders.unshift(dirname(at));
    }
    const repository = folders[0] ?? folder;
    let rules = none.#adding(repository, join(repository, ".git", "info", "exclude"));
    for (const at of folders) rules = rules.within(at);
    // A folder that the user names is checked even if the repository ignores it.
    return folders.length > 0 && rules.ignores(folder, true) ? none : rules;
  }

  /** The rules, preceded by those of the folder's own `.gitignore`. */
  within(folder: string): IgnoreRules {
    return this.#adding(folder, join(folder, ".gitignore"));
  }

  /** @param path absolute, inside the folder of every rule */
  ignores(path: string, isFolder: boolean): boolean {
    for (const { folder, rules } of this.#levels) {
      const below = relative(folder, path).replaceAll("\\", "/");
      const { ignored, unignored } = rules.test(isFolder ? `${below}/` : below);
      if (ignored || unignored) return ignored;
    }
    return false;
  }

  #adding(folder: string, file: string): IgnoreRules {
    // Git does not follow a link either.
    const { text } = readTextSync(file, { limit: maxConfigSize, noLink: true });
    if (text === undefined) return this;
    const rules = ignore({ ignorecase: process.platform !== "linux" }).add(text);
    return new IgnoreRules([{ folder, rules }, ...this.#levels]);
  }
}
