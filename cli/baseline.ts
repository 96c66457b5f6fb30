import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Baseline, type Config, parseBaseline } from "../engine/index.ts";
import { readTextSync } from "../host/read.ts";
import type { Arguments } from "./arguments.ts";
import { UsageError } from "./problem.ts";

/**
 * The baseline that the command line names.
 *
 * @throws UsageError when it cannot be read; only one that is to be written may be missing
 */
export function namedBaseline(options: Arguments, cwd: string): Baseline | undefined {
  const name = options.value("baseline");
  if (name === undefined) return undefined;
  const path = resolve(cwd, name);
  const uri = pathToFileURL(path).href;
  const { text, problem } = readTextSync(path);
  if (problem?.fault === "missing" && options.has("write-baseline")) return { uri, files: new Map() };
  const baseline = problem ? { problem: problem.message } : parseBaseline(text, uri);
  if ("problem" in baseline) throw new UsageError(`${name}: ${baseline.problem}`);
  return baseline;
}

/** Lets a configuration report also what its baseline knows. */
export function withoutKnown(config: Config): Config {
  return config.baseline ? { ...config, baseline: { ...config.baseline, files: new Map() } } : config;
}
