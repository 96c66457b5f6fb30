/** An editor that uses a real server process over stdio, with the features that tests need. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { inject } from "vitest";
import {
  type ClientCapabilities,
  type CodeAction,
  type CodeActionContext,
  type CompletionList,
  createMessageConnection,
  type Diagnostic,
  type Hover,
  type InitializeResult,
  type MessageConnection,
  type Position,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";

/** Removes the folders that the tests of a file created. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** All capabilities of VS Code that our server checks. */
export const fullCapabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    applyEdit: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    workspaceEdit: {
      documentChanges: true,
      changeAnnotationSupport: {},
      snippetEditSupport: true,
      resourceOperations: ["create"],
    },
  },
  textDocument: {
    diagnostic: { relatedInformation: true },
    codeAction: { dataSupport: true, resolveSupport: { properties: ["edit"] } },
    hover: { contentFormat: ["markdown"] },
    completion: {
      completionItem: {
        insertReplaceSupport: true,
        labelDetailsSupport: true,
        tagSupport: { valueSet: [1] },
      },
      completionList: { itemDefaults: ["editRange"] },
    },
  },
  window: { workDoneProgress: true, showDocument: { support: true }, showMessage: {} },
};

const folders: string[] = [];

/** A folder with files, removed after the tests of a file. */
export function makeFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "kw-server-")));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export interface StartOptions {
  readonly folders?: readonly string[];
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  /** The `kubewright` section at the time of the request. */
  readonly settings?: () => unknown;
}

/** The bytes of a message with any content. */
export function frame(content: unknown): Buffer {
  const body = Buffer.from(typeof content === "string" ? content : JSON.stringify(content));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
}

/** A server that gets bytes that no editor would send. */
export class RawServer {
  readonly process: ChildProcess;
  readonly #messages: Record<string, unknown>[] = [];
  #bytes = Buffer.alloc(0);
  #waiting: (() => void)[] = [];

  constructor() {
    this.process = spawn(process.execPath, [inject("server"), "--stdio"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.process.stdin!.on("error", () => {});
    this.process.stdout!.on("data", (bytes: Buffer) => this.#read(bytes));
  }

  async initialize(): Promise<void> {
    this.send({ jsonrpc: "2.0", id: "init", method: "initialize", params: { capabilities: {} } });
    await this.answer("init");
    this.send({ jsonrpc: "2.0", method: "initialized", params: {} });
  }

  send(message: unknown): void {
    this.write(frame(message));
  }

  write(bytes: Buffer | string): void {
    this.process.stdin!.write(bytes);
  }

  /** The response to a request. */
  async answer(
    id: string | number,
  ): Promise<{ result?: unknown; error?: { code: number; message: string } }> {
    for (;;) {
      const found = this.#messages.find((one) => one["id"] === id && !("method" in one));
      if (found) return found;
      if (this.process.exitCode !== null) throw new Error(`the server ended with ${this.process.exitCode}`);
      await new Promise<void>((done) => this.#waiting.push(done));
    }
  }

  /** Whether it still responds. */
  async isAlive(): Promise<boolean> {
    const id = `alive ${this.#messages.length} ${Math.random()}`;
    const textDocument = { uri: "file:///alive.yaml" };
    const params = { textDocument, position: { line: 0, character: 0 } };
    this.send({ jsonrpc: "2.0", id, method: "textDocument/hover", params });
    return (await this.answer(id)).result === null;
  }

  stop(): void {
    this.process.kill();
  }

  #read(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    for (;;) {
      const end = this.#bytes.indexOf("\r\n\r\n");
      if (end < 0) break;
      const length = Number(/Content-Length: (\d+)/.exec(this.#bytes.toString("latin1", 0, end))![1]);
      if (this.#bytes.length < end + 4 + length) break;
      this.#messages.push(JSON.parse(this.#bytes.toString("utf8", end + 4, end + 4 + length)));
      this.#bytes = this.#bytes.subarray(end + 4 + length);
    }
    for (const done of this.#waiting.splice(0)) done();
  }
}

export class Editor {
  readonly connection: MessageConnection;
  readonly process: ChildProcess;
  result!: InitializeResult;
  /** The names of the methods that the server called by itself, in order. */
  readonly heard: string[] = [];
  readonly published = new Map<string, readonly Diagnostic[]>();
  readonly appliedEdits: WorkspaceEdit[] = [];
  readonly registered: string[] = [];
  /** The button that the user clicks in a message of the server. */
  answer: string | undefined;
  #versions = new Map<string, number>();
  /** Callbacks for the server's next call of a method. */
  #waiting: { readonly method: string; readonly resolve: () => void }[] = [];

  private constructor(child: ChildProcess, settings: () => unknown) {
    this.process = child;
    this.connection = createMessageConnection(
      new StreamMessageReader(child.stdout!),
      new StreamMessageWriter(child.stdin!),
    );
    const { connection } = this;
    connection.onRequest((method, params) => {
      this.#hear(method);
      const asked = params as Record<string, unknown> & {
        items?: unknown[];
        registrations?: { method: string }[];
      };
      if (method === "workspace/configuration") return (asked.items ?? []).map(settings);
      if (method === "client/registerCapability") {
        this.registered.push(...(asked.registrations ?? []).map((one) => one.method));
      }
      if (method === "workspace/applyEdit") {
        this.appliedEdits.push(asked["edit"] as WorkspaceEdit);
        return { applied: true };
      }
      if (method === "window/showMessageRequest" && this.answer) return { title: this.answer };
      return null;
    });
    connection.onNotification((method, params) => {
      if (method === "textDocument/publishDiagnostics") {
        const { uri, diagnostics } = params as unknown as { uri: string; diagnostics: Diagnostic[] };
        this.published.set(uri, diagnostics);
      }
      this.#hear(method);
    });
    connection.onUnhandledProgress(() => {});
    connection.listen();
  }

  static async start(options: StartOptions = {}): Promise<Editor> {
    const { folders = [], capabilities = fullCapabilities, initializationOptions, settings } = options;
    const child = spawn(process.execPath, [inject("server"), "--stdio"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const editor = new Editor(child, settings ?? (() => ({})));
    editor.result = await editor.connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: folders.map((folder) => ({ uri: uriOf(folder), name: folder })),
      capabilities,
      ...(initializationOptions === undefined ? {} : { initializationOptions }),
    });
    await editor.connection.sendNotification("initialized", {});
    return editor;
  }

  /** Stops the server as editors do, and returns its exit code. */
  async stop(): Promise<number | null> {
    const { process: child, connection } = this;
    if (child.exitCode !== null) return child.exitCode;
    const ended = new Promise<number | null>((done) => child.once("exit", done));
    await connection.sendRequest("shutdown");
    await connection.sendNotification("exit");
    const code = await ended;
    connection.dispose();
    return code;
  }

  async open(uri: string, text: string, languageId = "yaml"): Promise<void> {
    this.#versions.set(uri, 1);
    const textDocument = { uri, languageId, version: 1, text };
    await this.connection.sendNotification("textDocument/didOpen", { textDocument });
  }

  /** Replaces a range of the document, or all of it. */
  async change(uri: string, text: string, range?: Range): Promise<void> {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    await this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [range ? { range, text } : { text }],
    });
  }

  async close(uri: string): Promise<void> {
    await this.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }

  async pull(uri: string): Promise<readonly Diagnostic[]> {
    const report = await this.connection.sendRequest<{ items: readonly Diagnostic[] }>(
      "textDocument/diagnostic",
      {
        textDocument: { uri },
      },
    );
    return report.items;
  }

  async actions(
    uri: string,
    range: Range,
    context: Partial<CodeActionContext> = {},
  ): Promise<readonly CodeAction[]> {
    return this.connection.sendRequest("textDocument/codeAction", {
      textDocument: { uri },
      range,
      context: { diagnostics: [], ...context },
    });
  }

  resolve(action: CodeAction): Promise<CodeAction> {
    return this.connection.sendRequest("codeAction/resolve", action);
  }

  async hover(uri: string, position: Position): Promise<Hover | null> {
    return this.connection.sendRequest("textDocument/hover", { textDocument: { uri }, position });
  }

  async complete(uri: string, position: Position): Promise<CompletionList | null> {
    return this.connection.sendRequest("textDocument/completion", { textDocument: { uri }, position });
  }

  /** Resolves when the server next calls the method. */
  next(method: string): Promise<void> {
    return new Promise((done) => this.#waiting.push({ method, resolve: done }));
  }

  /** Asks again after each notification of the server until the answer is truthy. */
  async until<Answer>(
    ask: () => Promise<Answer | false | undefined> | Answer | false | undefined,
    patience = 120_000,
  ): Promise<Answer> {
    const end = Date.now() + patience;
    for (;;) {
      const answer = await ask();
      if (answer) return answer;
      if (Date.now() > end) throw new Error(`not within ${patience} ms; heard ${this.heard.join(", ")}`);
      await new Promise((done) => setTimeout(done, 30));
    }
  }

  #hear(method: string): void {
    this.heard.push(method);
    const waiting = this.#waiting;
    this.#waiting = waiting.filter((one) => one.method !== method);
    for (const one of waiting) if (one.method === method) one.resolve();
  }
}

export function uriOf(...path: readonly string[]): string {
  return pathToFileURL(join(...path)).href;
}

/** The diagnostics of one rule. */
export function ofRule(diagnostics: readonly Diagnostic[], rule: string): readonly Diagnostic[] {
  return diagnostics.filter(({ code }) => code === rule);
}

/** The text of a range; positions count UTF-16 code units, as JavaScript does. */
export function textAt(text: string, { start, end }: Range): string {
  const lines = text.split(/(?<=\n)/);
  const offset = ({ line, character }: Range["start"]) =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length, 0) + character;
  return text.slice(offset(start), offset(end));
}

/** The text after an edit of one document, with the placeholders of snippets expanded. */
export function applied(text: string, edit: WorkspaceEdit): string {
  const [change] = (edit.documentChanges ?? []) as readonly TextDocumentEdit[];
  const edits = change?.edits ?? Object.values(edit.changes ?? {})[0] ?? [];
  const lines = text.split(/(?<=\n)/);
  const offset = ({ line, character }: Range["start"]) =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length, 0) + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce((result, one) => {
      const added =
        "newText" in one
          ? one.newText
          : one.snippet.value.replace(/\$\{\d+:([^}]*)\}/g, "$1").replace(/\\([\\$}])/g, "$1");
      return result.slice(0, offset(one.range.start)) + added + result.slice(offset(one.range.end));
    }, text);
}
