import { resolve } from "node:path";
import { testCustomRules } from "../../engine/index.ts";
import { ConfigFiles } from "../../host/config.ts";
import type { Arguments } from "../arguments.ts";
import { count } from "../formats/pretty.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../problem.ts";
import { complainAbout, loadedHere } from "../selection.ts";

/** `kubewright rules test [FILE]`: runs the custom rules of a configuration on their examples. */
export function testRules(options: Arguments, io: Io): number {
  const [, file, ...more] = options.operands;
  if (more.length > 0) throw new UsageError("rules test accepts only one file");
  const loaded =
    file === undefined
      ? loadedHere(options, io)
      : new ConfigFiles({ file: resolve(io.cwd, file) }).of(io.cwd);
  if (complainAbout(loaded, io)) return 2;
  const { customRules } = loaded.config;
  if (customRules.length === 0)
    throw new UsageError(`${file ?? "the configuration of this folder"} has no customRules`);
  const { examples, failures } = testCustomRules(loaded.config);
  for (const { rule, message } of failures) io.print(`${rule}: ${message}\n`);
  const failed = failures.length === 0 ? "all passed" : count(failures.length, "failure");
  io.note(`${count(customRules.length, "rule")} with ${count(examples, "example")}: ${failed}.`);
  return failures.length === 0 ? 0 : 1;
}
