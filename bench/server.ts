/** A language server as a child process, controlled over stdio as by an editor. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import {
  createProtocolConnection,
  type Diagnostic,
  type InitializeParams,
  type ProtocolConnection,
  type TextDocumentContentChangeEvent,
} from "vscode-languageserver/node";

export interface ServerOptions {
  readonly program: readonly string[];
  /** Diagnostics are pulled with `textDocument/diagnostic`; otherwise the server publishes them. */
  readonly pull: boolean;
  /** URI of the only open folder. */
  readonly folder?: string;
  /** Answers to `workspace/configuration`, by section. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** The capabilities of an editor that pulls diagnostics, limited to those that the two servers read. */
const capabilities: InitializeParams["capabilities"] = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
  },
  textDocument: {
    synchronization: {},
    publishDiagnostics: { relatedInformation: true },
  },
  window: { workDoneProgress: true },
};

export class Server {
  readonly #options: ServerOptions;
  readonly #child: ChildProcess;
  readonly #connection: ProtocolConnection;
  readonly #versions = new Map<string, number>();
  readonly #results = new Map<string, string>();
  #published: ((diagnostics: readonly Diagnostic[]) => void) | undefined;
  #idle: (() => void) | undefined;

  private constructor(options: ServerOptions) {
    this.#options = options;
    const [command, ...parameters] = options.program;
    this.#child = spawn(command!, parameters, { stdio: ["pipe", "pipe", "inherit"] });
    this.#connection = createProtocolConnection(this.#child.stdout!, this.#child.stdin!);
    this.#answer();
    this.#connection.listen();
  }

  /** Starts a server and initializes it. */
  static async start(options: ServerOptions): Promise<Server> {
    const server = new Server(options);
    const { folder, pull } = options;
    const params: InitializeParams = {
      processId: process.pid,
      rootUri: folder ?? null,
      workspaceFolders: folder === undefined ? null : [{ uri: folder, name: "bench" }],
      capabilities: pull
        ? {
            ...capabilities,
            textDocument: { ...capabilities.textDocument, diagnostic: { relatedDocumentSupport: true } },
          }
        : capabilities,
    };
    await server.#connection.sendRequest("initialize", params);
    const work = new Promise<void>((resolve) => {
      server.#idle = resolve;
    });
    await server.#connection.sendNotification("initialized", {});
    if (pull && folder !== undefined) await work;
    return server;
  }

  /** Opens a file. Resolves to its diagnostics. */
  async open(uri: string, text: string): Promise<readonly Diagnostic[]> {
    this.#versions.set(uri, 1);
    const published = this.#nextPublished();
    const textDocument = { uri, languageId: "yaml", version: 1, text };
    await this.#connection.sendNotification("textDocument/didOpen", { textDocument });
    return this.#options.pull ? this.#pull(uri) : published;
  }

  /** Changes an open file. Resolves to its diagnostics after the change. */
  async change(uri: string, change: TextDocumentContentChangeEvent): Promise<readonly Diagnostic[]> {
    const version = this.#versions.get(uri)! + 1;
    this.#versions.set(uri, version);
    const published = this.#nextPublished();
    await this.#connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [change],
    });
    return this.#options.pull ? this.#pull(uri) : published;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    await this.#connection.sendRequest("shutdown");
    await this.#connection.sendNotification("exit");
    this.#connection.dispose();
    await ended;
  }

  /** Resident memory in bytes, or `NaN` without `/proc`. */
  residentMemory(): number {
    const status = readProc(`/proc/${this.#child.pid}/status`);
    return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) * 1024;
  }

  /** CPU time since the start in milliseconds, in steps of 10, or `NaN` without `/proc`. */
  processorTime(): number {
    const fields = readProc(`/proc/${this.#child.pid}/stat`).split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  async #pull(uri: string): Promise<readonly Diagnostic[]> {
    const report = await this.#connection.sendRequest<{
      readonly resultId?: string;
      readonly items?: readonly Diagnostic[];
    }>("textDocument/diagnostic", { textDocument: { uri }, previousResultId: this.#results.get(uri) });
    if (report.resultId !== undefined) this.#results.set(uri, report.resultId);
    return report.items ?? [];
  }

  #nextPublished(): Promise<readonly Diagnostic[]> {
    return new Promise((resolve) => {
      this.#published = resolve;
    });
  }

  #answer(): void {
    this.#connection.onRequest(
      "workspace/configuration",
      ({ items }: { readonly items: readonly { readonly section?: string }[] }) =>
        items.map(({ section }) => this.#options.settings?.[section ?? ""] ?? null),
    );
    this.#connection.onRequest("client/registerCapability", () => null);
    this.#connection.onRequest("workspace/diagnostic/refresh", () => null);
    this.#connection.onRequest("window/workDoneProgress/create", () => null);
    this.#connection.onNotification(
      "$/progress",
      ({ value }: { readonly value: { readonly kind: string } }) => {
        if (value.kind === "end") this.#idle?.();
      },
    );
    this.#connection.onNotification(
      "textDocument/publishDiagnostics",
      ({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) => this.#published?.(diagnostics),
    );
  }
}

function readProc(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
