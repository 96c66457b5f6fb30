import { join } from "node:path";
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
import { uriOf } from "../host/uri.ts";
import { pathOf } from "./paths.ts";

/** The editor's `kubewright.*` settings for one folder, or for files outside of all folders. */
export interface EditorSettings {
  /** Absolute; `undefined` for files outside of all folders. */
  readonly folder: string | undefined;
  readonly config: Config;
  /** Whether files that are not open are checked too. */
  readonly wholeWorkspace: boolean;
  readonly registry: OnlineSettings;
}

/** Whether registries are queried. The configuration of a folder cannot enable this, because it is untrusted. */
export interface OnlineSettings {
  readonly enabled: boolean;
  /** Path of a PEM file, or empty. */
  readonly certificateAuthority: string;
  /** Hosts, with their ports, that are queried even if their addresses are internal. */
  readonly internal: readonly string[];
}

const offline: OnlineSettings = { enabled: false, certificateAuthority: "", internal: [] };

/** The settings that a configuration file also has, except custom rules. */
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

/** Reads the `kubewright` section that the client sends. Problems are sentences for the log. */
export function readEditorSettings(
  folder: string | undefined,
  section: unknown,
): { readonly settings: EditorSettings; readonly problems: readonly string[] } {
  const { lint, registry, customRules, ...own } = asRecord(section);
  const { enabled, certificateAuthority, internal } = asRecord(registry);
  const settings = filledIn(Object.fromEntries(fillableKeys.map((key) => [key, own[key]])));
  // An empty string has a meaning in a rule: a fix can set it.
  const { config, problems } = parseConfig(JSON.stringify({ ...settings, customRules }), {
    folder: folder === undefined ? undefined : uriOf(join(folder, "/")),
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
 * The configuration of every file: the nearest `.kubewright.yaml`, and the editor's settings for everything that it does
 * not set. The file takes precedence so that all team members and CI get the same findings.
 */
export class Settings {
  #editor: readonly EditorSettings[] = [];
  #trusted = true;
  #anywhere = new ConfigFiles();
  #inFolder = new Map<string, ConfigFiles>();
  /** The engine compares configurations by identity, so this must be the same object until something changes. */
  #merged = new Map<EditorSettings | undefined, Map<LoadedConfig, Config>>();

  /** Sets the editor's settings for each folder. */
  setEditor(editor: readonly EditorSettings[], trusted: boolean): void {
    // The innermost folder that contains a file applies.
    this.#editor = [...editor].sort((a, b) => (b.folder?.length ?? 0) - (a.folder?.length ?? 0));
    this.#trusted = trusted;
    this.forget();
  }

  /** Drops all configuration files that were read. */
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

  /** Path of the configuration file that applies to a file. */
  fileOf(uri: string): string | undefined {
    const path = pathOf(uri);
    return this.#fileOf(path, this.#editorOf(path))?.path;
  }

  /** Paths of the configuration files that were read. */
  get files(): readonly string[] {
    return [this.#anywhere, ...this.#inFolder.values()].flatMap((files) => files.paths);
  }

  /** Whether a configuration excludes a file. */
  excludes(uri: string): boolean {
    const path = pathOf(uri);
    return path !== undefined && isExcluded(this.configOf(uri), uriOf(path));
  }

  /** Why people do not edit a file, judging by its path; `undefined` also if the settings include it. */
  uneditedPlace(uri: string): UneditedPlace | undefined {
    const path = pathOf(uri);
    const folder = this.#editorOf(path)?.folder;
    if (path === undefined || folder === undefined || this.reportsUnedited(uri)) return undefined;
    return uneditedPlaceOf(path, folder);
  }

  /**
   * Whether files that people do not edit in place get findings. A file outside of the folders was opened on purpose.
   */
  reportsUnedited(uri: string): boolean {
    return this.#editorOf(pathOf(uri))?.folder === undefined || reportsUnedited(this.configOf(uri));
  }

  /** Reads the text of a configuration file. Its `extends` are relative to it. */
  parse(text: string, path: string, base: Config = defaultConfig): ParsedConfig {
    const files = this.#filesFor(this.#editorOf(path));
    return files ? files.parse(text, path, base) : parseConfig(text, { base });
  }

  /** Whether a configuration extends this file. */
  dependsOn(path: string | undefined): boolean {
    return (
      path !== undefined &&
      [this.#anywhere, ...this.#inFolder.values()].some((files) => files.dependsOn(path))
    );
  }

  /** Whether registries are queried for any file. */
  get asksRegistries(): boolean {
    return this.#trusted && this.#editor.some(({ registry }) => registry.enabled);
  }

  /** Whether and how registries are queried for a file. Never in an untrusted workspace. */
  registryOf(uri: string): OnlineSettings {
    return (this.#trusted ? this.#editorOf(pathOf(uri))?.registry : undefined) ?? offline;
  }

  /** Whether files that are not open are checked too. */
  wholeWorkspace(path: string): boolean {
    return this.#editorOf(path)?.wholeWorkspace === true;
  }

  #fileOf(path: string | undefined, editor: EditorSettings | undefined): LoadedConfig | undefined {
    return path === undefined ? undefined : this.#filesFor(editor)?.of(path);
  }

  /** In an untrusted workspace, nothing above a folder is read, and nothing at all for files outside of the folders. */
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

/** Editors send null or an empty string for settings that are not set. */
function filledIn(settings: object): object {
  const text = JSON.stringify(settings, (_, value) => (value === null || value === "" ? undefined : value));
  return JSON.parse(text) as object;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
