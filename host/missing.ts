import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { IgnoreRules } from "./gitignore.ts";

/** Whether nothing exists at a path, and Git does not ignore it: ignored files are created when they are needed. */
export function isMissing(path: string): boolean {
  if (existsSync(path)) return false;
  let folder = dirname(path);
  const missing = [path];
  while (!existsSync(folder) && folder !== dirname(folder)) {
    missing.push(folder);
    folder = dirname(folder);
  }
  const rules = IgnoreRules.above(folder).within(folder);
  return missing.every((each) => !rules.ignores(each, each !== path) && !rules.ignores(each, true));
}
