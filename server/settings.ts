import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type Config,
  defaultConfig,
  isExcluded,
  type ParsedConfig,
  parseConfig,
  reportsUnedited,
} from "../engine/index.ts";
import { ConfigFiles, isBelow, type LoadedConfig } from "../host/config.ts";
import { type UneditedPlace, uneditedPlaceOf } from "../host/unedited.ts";
import { pathOf } from "./paths.ts";

/** What the editor's `kubewright.*` settings say for one folder, or for files outside of all folders. */
export interface EditorSettings {
  /** Absolute; `undefined` for files outside of all folders. */
  readonly folder: string | undefined;
  readonly config: Config;
  /** Files that are not open are linted as well. */
  readonly wholeWorkspace: boolean;
  readonly registry: OnlineSettings;
}

/** Whether registries are asked. Never a matter of the folder's own configuration: it may be anybody's. */
export interface OnlineSettings {
  readonly enabled: boolean;
  /** Path of a PEM file; empty where there is none. */
  readonly certificateAuthority: string;
  /** Hosts, with their ports, that are asked although their addresses are internal. */
  readonly internal: readonly string[];
}

const offline: OnlineSettings = { enabled: false, certificateAuthority: "", internal: [] };

/** What the editor's settings share with a configuration file, but for the rules of their own. */
const fillableKeys = [
  "preset",
  "rules",
  "kubernetesVersion",
  "podSecurity",
  "similarFindings",
  "registries",
  "namespaces",
  "labels",
  "owners",
  "exclude",
  "vendored",
  "overrides",
] as const;

/** Reads the value of the `kubewright` section as the client sends it. Problems are sentences for the log. */
export function readEditorSettings(
  folder: string | undefined,
  section: unknown,
): { readonly settings: EditorSettings; readonly problems: readonly string[] } {
  const { lint, registry, customRules, ...own } = asRecord(section);
  const { enabled, certificateAuthority, internal } = asRecord(registry);
  const settings = filledIn(Object.fromEntries(fillableKeys.map((key) => [key, own[key]])));
  // An empty text means something in a rule: it may be what a fix sets.
  const { config, problems } = parseConfig(JSON.stringify({ ...settings, customRules }), {
    folder: folder === undefined ? undefined : pathToFileURL(join(folder, "/")).href,
  });
  return {
    settings: {
      folder,
      config,
      wholeWorkspace: asRecord(lint)["scope"] === "workspace",
      registry: {
        enabled: enabled === true,
        certificateAuthority: typeof certificateAuthority === "string" ? certificateAuthority : "",
        internal: Array.isArray(internal) ? internal.map(String) : [],
      },
    },
    problems: problems.map(({ message }) => message),
  };
}

/**
 * The configuration of every file: the nearest `.kubewright.yaml`, and where it says nothing the editor's settings.
 * The file goes first so that everybody who works on a folder, and its CI, see the same findings.
 */
export class Settings {
  #editor: readonly EditorSettings[] = [];
  #trusted = true;
  #anywhere = new ConfigFiles();
  #inFolder = new Map<string, ConfigFiles>();
  /** The engine wants the same object for as long as nothing has changed. */
  #merged = new Map<EditorSettings | undefined, Map<LoadedConfig, Config>>();

  /** Takes over the editor's settings, one for each folder. */
  setEditor(editor: readonly EditorSettings[], trusted: boolean): void {
    // The deepest folder that holds a file speaks for it.
    this.#editor = [...editor].sort((a, b) => (b.folder?.length ?? 0) - (a.folder?.length ?? 0));
    this.#trusted = trusted;
    this.forget();
  }

  /** Forgets the configuration files that were read. */
  forget(): void {
    this.#anywhere.forget();
    this.#inFolder.clear();
    this.#merged.clear();
  }

  configOf(uri: string): Config {
    const path = pathOf(uri);
    const editor = this.#editorOf(path);
    const loaded = this.#fileOf(path, editor);
    const base = editor?.config ?? defaultConfig;
    if (loaded?.path === undefined) return base;
    const merged = this.#merged.get(editor) ?? new Map<LoadedConfig, Config>();
    const config = merged.get(loaded) ?? this.parse(loaded.text, loaded.path, base).config;
    this.#merged.set(editor, merged.set(loaded, config));
    return config;
  }

  /** Path of the configuration file that counts for a file. */
  fileOf(uri: string): string | undefined {
    const path = pathOf(uri);
    return this.#fileOf(path, this.#editorOf(path))?.path;
  }

  /** Paths of the configuration files that were read. */
  get files(): readonly string[] {
    return [this.#anywhere, ...this.#inFolder.values()].flatMap((files) => files.paths);
  }

  /** Whether a configuration says that a file is not to be looked at. */
  excludes(uri: string): boolean {
    const path = pathOf(uri);
    return path !== undefined && isExcluded(this.configOf(uri), pathToFileURL(path).href);
  }

  /** Why nobody edits a file where it is, as its path shows; `undefined` also where the settings want it checked. */
  uneditedPlace(uri: string): UneditedPlace | undefined {
    const path = pathOf(uri);
    const folder = this.#editorOf(path)?.folder;
    if (path === undefined || folder === undefined || this.reportsUnedited(uri)) return undefined;
    return uneditedPlaceOf(path, folder);
  }

  /** Whether files that nobody edits where they are get findings; a file outside of the folders was opened for itself. */
  reportsUnedited(uri: string): boolean {
    return this.#editorOf(pathOf(uri))?.folder === undefined || reportsUnedited(this.configOf(uri));
  }

  /** Reads the text of a configuration file; what it extends is found from there. */
  parse(text: string, path: string, base: Config = defaultConfig): ParsedConfig {
    const files = this.#filesFor(this.#editorOf(path));
    return files ? files.parse(text, path, base) : parseConfig(text, { base });
  }

  /** Whether what holds for any file depends on this one: a configuration extends it. */
  dependsOn(path: string | undefined): boolean {
    return (
      path !== undefined &&
      [this.#anywhere, ...this.#inFolder.values()].some((files) => files.dependsOn(path))
    );
  }

  /** Whether registries are asked about any file at all. */
  get asksRegistries(): boolean {
    return this.#trusted && this.#editor.some(({ registry }) => registry.enabled);
  }

  /** Whether registries are asked about a file, and how. Without trust they never are. */
  registryOf(uri: string): OnlineSettings {
    return (this.#trusted ? this.#editorOf(pathOf(uri))?.registry : undefined) ?? offline;
  }

  /** Whether files that are not open are linted as well. */
  wholeWorkspace(path: string): boolean {
    return this.#editorOf(path)?.wholeWorkspace === true;
  }

  #fileOf(path: string | undefined, editor: EditorSettings | undefined): LoadedConfig | undefined {
    return path === undefined ? undefined : this.#filesFor(editor)?.of(path);
  }

  /** Without trust nothing above a folder is read, and nothing at all for a file outside of the folders. */
  #filesFor(editor: EditorSettings | undefined): ConfigFiles | undefined {
    if (this.#trusted) return this.#anywhere;
    if (editor?.folder === undefined) return undefined;
    const files = this.#inFolder.get(editor.folder) ?? new ConfigFiles({ within: editor.folder });
    this.#inFolder.set(editor.folder, files);
    return files;
  }

  #editorOf(path: string | undefined): EditorSettings | undefined {
    return this.#editor.find(
      ({ folder }) => folder === undefined || (path !== undefined && isBelow(path, folder)),
    );
  }
}

/** Editors send null or an empty text for what nobody has set. */
function filledIn(settings: object): object {
  const text = JSON.stringify(settings, (_, value) => (value === null || value === "" ? undefined : value));
  return JSON.parse(text) as object;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
