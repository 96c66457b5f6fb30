import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Config, lineTable, type Rule, reportsUnedited, type Unedited } from "../engine/index.ts";
import { ConfigFiles, type LoadedConfig } from "../host/config.ts";
import { discover } from "../host/discover.ts";
import { uriOf } from "../host/uri.ts";
import type { Arguments } from "./arguments.ts";
import { namedBaseline } from "./baseline.ts";
import { overlayOf } from "./choices.ts";
import type { Io } from "./io.ts";
import { UsageError } from "./problem.ts";

/** One file of a run. */
export interface RunFile {
  /** Absolute, or `<stdin>`. */
  readonly path: string;
  readonly uri: string;
  /** The name in output: relative to the current folder, with forward slashes. */
  readonly name: string;
  /** Whether the user named this file itself. */
  readonly named: boolean;
  /** Why it is read, but not judged. */
  readonly unedited?: Unedited | undefined;
  /** The folder that it was found in; `undefined` if it is checked even if its content is generated. */
  readonly root?: string | undefined;
}

/** The files of a run, and their configurations. */
export interface Selection {
  readonly files: readonly RunFile[];
  /** The number of files that a configuration excludes. */
  readonly excluded: number;
  /** The number of files that were not read because they are test data. */
  readonly unread: readonly Unedited[];
  /** Package folders that were skipped, as printed. */
  readonly packages: readonly string[];
  /** Whether a requested path does not exist. The error is already reported. */
  readonly incomplete: boolean;
  readonly configOf: (uri: string) => Config;
  /** The custom rules of the configurations, each id once. */
  readonly customRules: readonly Rule[];
}

export const inputName = "<stdin>";

/**
 * Finds the files and their configurations. Reports paths that do not exist and continues. Returns `undefined` if a
 * configuration is broken, because results and fixes based on it would be wrong.
 *
 * @throws UsageError
 */
export function select(options: Arguments, io: Io): Selection | undefined {
  const configs = configFiles(options, io.cwd);
  const operands = options.operands.length > 0 ? options.operands : ["."];
  const paths = operands.filter((operand) => operand !== "-");
  const preset = options.value("preset");
  const wants = (path: string) =>
    reportsUnedited({ ...configs.of(path).config, ...(preset === "kube-linter" && { preset }) });
  const found = discover(paths, io.cwd, wants);
  const kept = found.files.filter(({ path }) => !configs.excludes(path));
  const readable = kept.filter(({ unedited }) => !unedited?.unread);
  const files = readable.map(({ path, named, unedited, root }): RunFile => {
    const isSearched = root !== undefined && !wants(path);
    return { ...runFile(path, named, io.cwd), unedited: unedited?.why, root: isSearched ? root : undefined };
  });
  if (paths.length < operands.length) {
    // Standard input uses the configuration of the current folder.
    const path = join(io.cwd, inputName);
    files.unshift({ path, named: true, uri: uriOf(path), name: inputName });
  }
  for (const { path, message } of found.problems) io.complain(`${displayName(path, io.cwd)}: ${message}`);
  const judged = files.filter(({ unedited }) => unedited === undefined);
  const usedConfigs = new Set(judged.map(({ path }) => configs.of(path)));
  const broken = [...usedConfigs].filter((config) => complainAbout(config, io));
  if (broken.length > 0) return undefined;
  const customRules = new Map(
    [...usedConfigs, configs.of(join(io.cwd, inputName))].flatMap(({ config }) =>
      config.customRules.map((rule) => [rule.id, rule] as const),
    ),
  );
  const overlay = overlayOf(options, [...customRules.values()], namedBaseline(options, io.cwd));
  return {
    files,
    customRules: [...customRules.values()],
    excluded: found.files.length - kept.length,
    unread: kept.flatMap(({ path, unedited }) =>
      unedited?.unread && !path.endsWith(".json") ? unedited.why : [],
    ),
    packages: found.packages.map((path) => displayName(path, io.cwd)),
    incomplete: found.problems.length > 0,
    configOf: (uri) => overlay(configs.of(fileURLToPath(uri)).config),
  };
}

/** A file of a run by its absolute path. */
export function runFile(path: string, named: boolean, cwd: string): RunFile {
  return { path, named, uri: uriOf(path), name: displayName(path, cwd) };
}

function configFiles(options: Arguments, cwd: string): ConfigFiles {
  const file = options.value("config");
  if (!options.has("no-config"))
    return new ConfigFiles(file === undefined ? {} : { file: resolve(cwd, file) });
  if (file !== undefined) throw new UsageError("--config and --no-config cannot be used together");
  return new ConfigFiles({ file: false });
}

/**
 * The custom rules of the configuration of the current folder; `undefined` if it is broken, which has been reported.
 */
export function customRulesHere(options: Arguments, io: Io): readonly Rule[] | undefined {
  const loaded = loadedHere(options, io);
  return complainAbout(loaded, io) ? undefined : loaded.config.customRules;
}

/** The configuration of the current folder, or the one from `--config`. */
export function loadedHere(options: Arguments, io: Io): LoadedConfig {
  return configFiles(options, io.cwd).of(join(io.cwd, inputName));
}

/** Reports the problems of a configuration. Returns whether there are any. */
export function complainAbout({ path, text, problems, notes, unreadable }: LoadedConfig, io: Io): boolean {
  if (path === undefined) return false;
  const name = displayName(path, io.cwd);
  if (unreadable) io.complain(`${name}: ${unreadable.message}`);
  if (notes.length > 0 && problems.length === 0) io.complain(`${name}: ${notes.join(". ")}`);
  const table = lineTable(text);
  for (const { start, message } of problems) {
    const { line, character } = table.positionAt(start);
    io.complain(`${name}:${line + 1}:${character + 1}: ${message}`);
  }
  return unreadable !== undefined || problems.length > 0;
}

/** A path for output: relative to the current folder, with forward slashes. */
export function displayName(path: string, cwd: string): string {
  return (relative(cwd, path) || ".").replaceAll("\\", "/");
}
