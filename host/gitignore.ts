import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ignore, { type Ignore } from "ignore";
import { maxConfigSize, readTextSync } from "./read.ts";

interface Level {
  readonly folder: string;
  readonly rules: Ignore;
}

/** The `.gitignore` files that speak of a folder's entries; the deepest that says anything decides. */
export class IgnoreRules {
  /** Deepest first. */
  readonly #levels: readonly Level[];

  private constructor(levels: readonly Level[]) {
    this.#levels = levels;
  }

  /** The rules that hold for the entries of a folder before its own `.gitignore` has been read: those up to its repository's root. */
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
    // A folder that was asked for by name is looked at although its repository ignores it.
    return folders.length > 0 && rules.ignores(folder, true) ? none : rules;
  }

  /** The rules with those of a folder's own `.gitignore` in front. */
  within(folder: string): IgnoreRules {
    return this.#adding(folder, join(folder, ".gitignore"));
  }

  /** @param path absolute, below the folder of every rule */
  ignores(path: string, isFolder: boolean): boolean {
    for (const { folder, rules } of this.#levels) {
      const below = relative(folder, path).replaceAll("\\", "/");
      const { ignored, unignored } = rules.test(isFolder ? `${below}/` : below);
      if (ignored || unignored) return ignored;
    }
    return false;
  }

  #adding(folder: string, file: string): IgnoreRules {
    // Git does not follow a link here either.
    const { text } = readTextSync(file, { limit: maxConfigSize, noLink: true });
    if (text === undefined) return this;
    const rules = ignore({ ignorecase: process.platform !== "linux" }).add(text);
    return new IgnoreRules([{ folder, rules }, ...this.#levels]);
  }
}
