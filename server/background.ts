import { join } from "node:path";
import type { WorkDoneProgressServerReporter } from "vscode-languageserver/node";
import { uriOf } from "../host/uri.ts";
import { version } from "../package.json";
import type { Notifier } from "./notify.ts";
import type { Online } from "./online.ts";
import { pathOf } from "./paths.ts";
import type { Session } from "./session.ts";
import { type EditorSettings, readEditorSettings } from "./settings.ts";

/** Background work: loading settings and reading the workspace. A newer run replaces an older one. */
export class Background {
  readonly #session: Session;
  readonly #notifier: Notifier;
  readonly #online: Online;
  /** URIs of the open folders. */
  #folders: readonly string[];
  #run = 0;
  #stopped = false;
  #ready: () => void = () => {};
  /** Resolves when settings are loaded for the first time. */
  readonly ready = new Promise<void>((resolve) => {
    this.#ready = resolve;
  });

  constructor(session: Session, notifier: Notifier, online: Online, folders: readonly string[]) {
    this.#session = session;
    this.#notifier = notifier;
    this.#online = online;
    this.#folders = folders;
  }

  get folders(): readonly string[] {
    return this.#folders;
  }

  /** Loads the settings and reads the workspace, from scratch. */
  async start(folders: readonly string[] = this.#folders): Promise<void> {
    this.#folders = folders;
    const run = ++this.#run;
    const stop = () => this.#stopped || run !== this.#run;
    const editor = await this.#editorSettings();
    if (stop()) return;
    const { session } = this;
    session.settings.setEditor(editor, session.options.trusted !== false);
    session.invalidate();
    // New settings take effect immediately.
    session.typing.rest();
    session.busy = true;
    this.#ready();
    session.workspace.setFolders(folders);
    this.#notifier.everythingChanged();
    this.#logStart();
    const since = performance.now();
    await this.#index(stop);
    if (stop()) return;
    session.busy = false;
    session.readIn = Math.round(performance.now() - since);
    this.#logRead();
    session.invalidate();
    this.#notifier.everythingChanged();
    this.#online.changed();
  }

  stop(): void {
    this.#stopped = true;
    this.#ready();
  }

  get session(): Session {
    return this.#session;
  }

  /** Logs the context of later lines: versions, folders and their settings. */
  #logStart(): void {
    const { connection, settings, options, workspace } = this.#session;
    const { console } = connection;
    if (this.#run === 1) {
      console.info(`Kubewright ${version} on Node.js ${process.versions.node}, process ${process.pid}`);
    }
    if (options.trusted === false)
      console.info("The workspace is not trusted: files outside of it are not read");
    for (const folder of workspace.folders) {
      const { preset, settings: chosen } = settings.configOf(uriOf(join(folder, "any.yaml")));
      const file = settings.fileOf(uriOf(join(folder, "any.yaml")));
      const from = file === undefined ? "the settings" : file;
      console.info(
        `Folder ${folder}: preset ${preset}, Kubernetes ${chosen.kubernetesVersion}, from ${from}`,
      );
    }
    if (settings.asksRegistries) console.info("Querying registries is enabled");
  }

  #logRead(): void {
    const { connection, linter, readIn, settings, workspace } = this.#session;
    const files = workspace.files.size;
    const where = workspace.folders.length === 1 ? "1 folder" : `${workspace.folders.length} folders`;
    connection.console.info(
      `Read ${files} files in ${where} in ${readIn} ms: ${linter.resourceCount} resources`,
    );
    for (const file of settings.files) connection.console.info(`Configuration ${file}`);
  }

  async #index(stop: () => boolean): Promise<void> {
    const progress = this.#progress();
    let shown: WorkDoneProgressServerReporter | undefined;
    let last = 0;
    void progress?.then((reporter) => {
      if (stop() || !this.#session.busy) return;
      shown = reporter;
      shown.begin("Kubewright", undefined, "reading manifests", false);
    });
    await this.#session.workspace.index((files) => {
      if (files < last + 250) return;
      last = files;
      shown?.report(`${files} files read`);
    }, stop);
    shown?.done();
    shown = undefined;
  }

  #progress(): Promise<WorkDoneProgressServerReporter> | undefined {
    const { client, connection, workspace } = this.#session;
    if (!client.showsProgress || workspace.folders.length === 0) return undefined;
    return connection.window.createWorkDoneProgress();
  }

  /** The editor's settings for each folder and for files outside of all folders. */
  async #editorSettings(): Promise<readonly EditorSettings[]> {
    const { client, connection, options } = this.#session;
    const scopes = [...this.#folders, undefined];
    let sections: readonly unknown[] = scopes.map(() => options.settings);
    if (client.hasConfiguration) {
      const items = scopes.map((scopeUri) =>
        scopeUri === undefined ? { section: "kubewright" } : { scopeUri, section: "kubewright" },
      );
      sections = await connection.workspace.getConfiguration(items).catch(() => sections);
    }
    return scopes.map((uri, at) => {
      const folder = uri === undefined ? undefined : pathOf(uri);
      const { settings, problems } = readEditorSettings(folder, sections[at]);
      for (const problem of problems) connection.console.warn(`Settings: ${problem}`);
      return settings;
    });
  }
}
