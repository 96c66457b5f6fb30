import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
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
import { uriOf } from "./uri.ts";

/** In this order, if a folder has both. */
const configNames = [".kubewright.yaml", ".kubewright.yml"] as const;

/** Used if no `.kubewright.yaml` applies. Source: https://docs.kubelinter.io/#/configuring-kubelinter */
const kubeLinterNames = [".kube-linter.yaml", ".kube-linter.yml"] as const;

/** Whether a path is that of a configuration file. */
export function isConfigPath(path: string): boolean {
  return [...configNames, ...kubeLinterNames].some((name) => basename(path) === name);
}

/** A configuration file that was read. The object stays the same until the cache is cleared. */
export interface LoadedConfig {
  /** Absolute; `undefined` if no file was found, so that the defaults apply. */
  readonly path: string | undefined;
  readonly text: string;
  readonly config: Config;
  /** Mistakes, with offsets into `text`. */
  readonly problems: readonly ConfigProblem[];
  /** Parts of another tool's configuration that could not be converted. */
  readonly notes: readonly string[];
  /** The file exists but could not be read. */
  readonly unreadable: FileProblem | undefined;
}

export interface ConfigFilesOptions {
  /** Uses this file for everything; `false` uses no file. */
  readonly file?: string | false;
  /** Files above this folder are ignored. If absent, the search goes up to the root of the file system. */
  readonly within?: string;
  /** The configuration to start from. The default is `defaultConfig`. */
  readonly base?: Config;
}

/** Finds the configuration of files: the nearest one applies. Results are cached until the cache is cleared. */
export class ConfigFiles {
  readonly #options: ConfigFilesOptions;
  readonly #none: LoadedConfig;
  /** The configuration of each folder, by file names and folder. */
  readonly #found = new Map<string, LoadedConfig | undefined>();
  readonly #byPath = new Map<string, LoadedConfig>();
  /** Paths of files that configurations extend, even if they do not exist. */
  readonly #extended = new Set<string>();

  constructor(options: ConfigFilesOptions = {}) {
    this.#options = options;
    const config = options.base ?? defaultConfig;
    this.#none = { path: undefined, text: "", config, problems: [], notes: [], unreadable: undefined };
  }

  /** The configuration of a file, by its absolute path. Never throws. */
  of(path: string): LoadedConfig {
    const { file } = this.#options;
    if (file === false) return this.#none;
    return file === undefined ? this.ofFolder(dirname(path)) : this.#load(resolve(file));
  }

  /** The configuration of the files in a folder. */
  ofFolder(folder: string): LoadedConfig {
    return this.#find(folder, configNames) ?? this.#find(folder, kubeLinterNames) ?? this.#none;
  }

  /** Whether the configuration of a file excludes it. Globs are relative to the configuration file. */
  excludes(path: string): boolean {
    return isExcluded(this.of(path).config, uriOf(path));
  }

  /** Reads text as the content of a file. Its `extends` are relative to that file. */
  parse(
    text: string,
    path: string,
    base: Config | undefined = this.#options.base,
  ): ParsedConfig & Pick<LoadedConfig, "notes"> {
    const options = {
      ...(base && { base }),
      uri: uriOf(path),
      open: (reference: string, from: string, what: "configuration" | "baseline") =>
        this.#open(reference, from, what),
    };
    return (kubeLinterNames as readonly string[]).includes(basename(path))
      ? parseKubeLinterConfig(text, options)
      : { notes: [], ...parseConfig(text, options) };
  }

  /** Paths of all configuration files that were read. */
  get paths(): readonly string[] {
    return [...this.#byPath.keys()];
  }

  /** Whether a configuration extends a file. */
  dependsOn(path: string): boolean {
    return this.#extended.has(path);
  }

  /** Clears the cache, because configuration files were added, changed or removed. */
  forget(): void {
    this.#byPath.clear();
    this.#found.clear();
    this.#extended.clear();
  }

  #open(reference: string, from: string, what: "configuration" | "baseline"): ReturnType<OpenConfig> {
    if (/^[a-z][\w+.-]*:\/\//i.test(reference))
      return { problem: "is a URL, but only files can be extended" };
    const folder = dirname(fileURLToPath(from));
    const path = resolve(folder, reference);
    const isBaseline = what === "baseline";
    // A baseline is also written.
    if (isBaseline && !isBelow(path, treeOf(folder)))
      return { problem: "is outside the repository, so it is not read" };
    this.#extended.add(path);
    const { within } = this.#options;
    if (within !== undefined && !isBelow(path, within))
      return { problem: "is outside the workspace, which is not trusted, so it is not read" };
    const { text, problem } = isBaseline ? readInside(path) : readInside(path, maxConfigSize);
    const uri = uriOf(path);
    if (text !== undefined) return { uri, text };
    return { problem: problem.message, ...(problem.fault === "missing" && { missing: uri }) };
  }

  /** Searches a folder and its parents. Most folders have no configuration and share that of their parent. */
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
      // A file that the user names can be anywhere, and can be a pipe.
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

/** Reads a file of a repository. A symbolic link that leads out of the repository is not followed. */
function readInside(path: string, limit?: number): ReadResult {
  try {
    const tree = treeOf(dirname(path));
    if (!isBelow(realpathSync(path), realpathSync(tree)))
      return {
        problem: {
          path,
          fault: "forbidden",
          message: "is a symbolic link that leads out of the repository, so it is not read",
        },
      };
  } catch (error) {
    return { problem: problemOf(path, error) };
  }
  return readTextSync(path, limit === undefined ? {} : { limit });
}

/** The repository of a folder, or the folder itself if it is not in a repository. */
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
