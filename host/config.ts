import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  type Config,
  type ConfigProblem,
  defaultConfig,
  isExcluded,
  type OpenConfig,
  type ParsedConfig,
  parseConfig,
  parseKubeLinterConfig,
} from "../engine/index.ts";
import { type FileProblem, maxConfigSize, problemOf, type ReadResult, readTextSync } from "./read.ts";

/** In this order, where a folder has both. */
const configNames = [".kubewright.yaml", ".kubewright.yml"] as const;

/** Read as they are where none of ours counts. Source: https://docs.kubelinter.io/#/configuring-kubelinter */
const kubeLinterNames = [".kube-linter.yaml", ".kube-linter.yml"] as const;

/** Whether a path is that of a file which is looked for. */
export function isConfigPath(path: string): boolean {
  return [...configNames, ...kubeLinterNames].some((name) => basename(path) === name);
}

/** A configuration file as it was read. The object stays the same until the file is forgotten. */
export interface LoadedConfig {
  /** Absolute; `undefined` where no file was found and everything has its default. */
  readonly path: string | undefined;
  readonly text: string;
  readonly config: Config;
  /** What is not understood; offsets into `text`. */
  readonly problems: readonly ConfigProblem[];
  /** What another tool's configuration says that has no meaning here. */
  readonly notes: readonly string[];
  /** The file is there but could not be read. */
  readonly unreadable: FileProblem | undefined;
}

export interface ConfigFilesOptions {
  /** Takes this file for everything instead of looking; `false` looks nowhere. */
  readonly file?: string | false;
  /** Files above this folder do not count; absent looks up to the file system's root. */
  readonly within?: string;
  /** What holds where a file says nothing; by default `defaultConfig`. */
  readonly base?: Config;
}

/** Finds the configuration of files: the nearest one counts. What was found is remembered until it is forgotten. */
export class ConfigFiles {
  readonly #options: ConfigFilesOptions;
  readonly #none: LoadedConfig;
  /** What was found for a folder, by the names that were looked for. */
  readonly #found = new Map<string, LoadedConfig | undefined>();
  readonly #byPath = new Map<string, LoadedConfig>();
  /** Paths of files that configurations extend, whether they are there or not. */
  readonly #extended = new Set<string>();

  constructor(options: ConfigFilesOptions = {}) {
    this.#options = options;
    const config = options.base ?? defaultConfig;
    this.#none = { path: undefined, text: "", config, problems: [], notes: [], unreadable: undefined };
  }

  /** The configuration that counts for a file, by its absolute path. Never throws. */
  of(path: string): LoadedConfig {
    const { file } = this.#options;
    if (file === false) return this.#none;
    return file === undefined ? this.ofFolder(dirname(path)) : this.#load(resolve(file));
  }

  /** The configuration that counts for the files of a folder. */
  ofFolder(folder: string): LoadedConfig {
    return this.#find(folder, configNames) ?? this.#find(folder, kubeLinterNames) ?? this.#none;
  }

  /** Whether the file's configuration says that it is not to be looked at; its globs start from where it stands. */
  excludes(path: string): boolean {
    return isExcluded(this.of(path).config, pathToFileURL(path).href);
  }

  /** Reads a text as if it stood in a file: what it extends is found from there. */
  parse(
    text: string,
    path: string,
    base: Config | undefined = this.#options.base,
  ): ParsedConfig & Pick<LoadedConfig, "notes"> {
    const options = {
      ...(base && { base }),
      uri: pathToFileURL(path).href,
      open: (reference: string, from: string, what: "configuration" | "baseline") =>
        this.#open(reference, from, what),
    };
    return (kubeLinterNames as readonly string[]).includes(basename(path))
      ? parseKubeLinterConfig(text, options)
      : { notes: [], ...parseConfig(text, options) };
  }

  /** Paths of the files that were read. */
  get paths(): readonly string[] {
    return [...this.#byPath.keys()];
  }

  /** Whether a configuration depends on a file, as one that it extends. */
  dependsOn(path: string): boolean {
    return this.#extended.has(path);
  }

  /** Forgets all that was found, because configuration files were added, changed or removed. */
  forget(): void {
    this.#byPath.clear();
    this.#found.clear();
    this.#extended.clear();
  }

  #open(reference: string, from: string, what: "configuration" | "baseline"): ReturnType<OpenConfig> {
    if (/^[a-z][\w+.-]*:\/\//i.test(reference)) return { problem: "is a URL, and nothing is fetched" };
    const folder = dirname(fileURLToPath(from));
    const path = resolve(folder, reference);
    const isBaseline = what === "baseline";
    // It is written to as well.
    if (isBaseline && !isBelow(path, treeOf(folder)))
      return { problem: "is outside of the repository, so it is not read" };
    this.#extended.add(path);
    const { within } = this.#options;
    if (within !== undefined && !isBelow(path, within))
      return { problem: "is outside of the folder, which is not trusted, so it is not read" };
    const { text, problem } = isBaseline ? readInside(path) : readInside(path, maxConfigSize);
    const uri = pathToFileURL(path).href;
    if (text !== undefined) return { uri, text };
    return { problem: problem.message, ...(problem.fault === "missing" && { missing: uri }) };
  }

  /** Looks in a folder and in those above it; most have none and share what is above them. */
  #find(folder: string, names: readonly string[]): LoadedConfig | undefined {
    const key = `${names[0]} ${folder}`;
    if (!this.#found.has(key)) this.#found.set(key, this.#look(folder, names));
    return this.#found.get(key);
  }

  #look(folder: string, names: readonly string[]): LoadedConfig | undefined {
    const name = names.find((candidate) => existsSync(join(folder, candidate)));
    if (name) return this.#load(join(folder, name));
    const above = dirname(folder);
    return above === folder || folder === this.#options.within ? undefined : this.#find(above, names);
  }

  #load(path: string): LoadedConfig {
    let loaded = this.#byPath.get(path);
    if (!loaded) {
      // A file that the user names may be anywhere, and a pipe.
      const { text, problem } =
        this.#options.file === undefined
          ? readInside(path, maxConfigSize)
          : readTextSync(path, { limit: maxConfigSize, streams: true });
      loaded =
        text === undefined
          ? { ...this.#none, path, unreadable: problem }
          : { path, text, unreadable: undefined, ...this.parse(text, path) };
      this.#byPath.set(path, loaded);
    }
    return loaded;
  }
}

/** Reads a file that a repository brings: one that a link in it takes from elsewhere is none of its files. */
function readInside(path: string, limit?: number): ReadResult {
  try {
    const tree = treeOf(dirname(path));
    if (!isBelow(realpathSync(path), realpathSync(tree)))
      return {
        problem: {
          path,
          fault: "forbidden",
          message: "is a symbolic link out of the repository, so it is not read",
        },
      };
  } catch (error) {
    return { problem: problemOf(path, error) };
  }
  return readTextSync(path, limit === undefined ? {} : { limit });
}

/** The repository that a folder is in; the folder itself where it is in none. */
function treeOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return folder;
  }
}

/** Whether a path is a folder or something in it. */
export function isBelow(path: string, folder: string): boolean {
  const below = relative(folder, path);
  return below === "" || !/^\.\.(?:[\\/]|$)|^(?:[a-z]:|[\\/])/i.test(below);
}
