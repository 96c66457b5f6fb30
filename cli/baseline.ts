import { resolve } from "node:path";
import { type Baseline, type Config, parseBaseline } from "../engine/index.ts";
import { readTextSync } from "../host/read.ts";
import { uriOf } from "../host/uri.ts";
import type { Arguments } from "./arguments.ts";
import { UsageError } from "./problem.ts";

/**
 * The baseline from the command line.
 *
 * @throws UsageError if it cannot be read; it can be missing only if it is about to be written
 */
export function namedBaseline(options: Arguments, cwd: string): Baseline | undefined {
  const name = options.value("baseline");
  if (name === undefined) return undefined;
  const path = resolve(cwd, name);
  const uri = uriOf(path);
  const { text, problem } = readTextSync(path);
  if (problem?.fault === "missing" && options.has("write-baseline")) return { uri, files: new Map() };
  const baseline = problem ? { problem: problem.message } : parseBaseline(text, uri);
  if ("problem" in baseline) throw new UsageError(`${name}: ${baseline.problem}`);
  return baseline;
}

/** A configuration without its baseline, so that known findings are reported too. */
export function withoutKnown(config: Config): Config {
  return config.baseline ? { ...config, baseline: { ...config.baseline, files: new Map() } } : config;
}
