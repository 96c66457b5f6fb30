/** What crashes language servers. After each attack here, the server still responds. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { ErrorCodes } from "vscode-languageserver/node";
import {
  Editor,
  frame,
  fullCapabilities,
  makeFolder,
  ofRule,
  RawServer,
  removeFolders,
  uriOf,
} from "./client.ts";
import {
  privatePod,
  privateRegistry,
  privilegedPod,
  pullSecretMissing,
  serviceAccount,
} from "./manifests.ts";

afterAll(removeFolders);

const start = { line: 0, character: 0 };

describe("bytes that are not a message", () => {
  let server: RawServer;
  beforeEach(async () => {
    server = new RawServer();
    await server.initialize();
  });
  afterEach(() => server.stop());

  test.each([
    ["text", "hello world\r\n\r\n"],
    ["headers without a length", "Content-Type: text/plain\r\n\r\n"],
    ["a length that is no number", "Content-Length: abc\r\n\r\n{}"],
    ["a negative length", "Content-Length: -5\r\n\r\n{}"],
    ["a fractional length", "Content-Length: 2.5\r\n\r\n{}"],
    ["a length beyond all memory", "Content-Length: 99999999999999\r\n\r\n{}"],
    ["a length that is too short", 'Content-Length: 3\r\n\r\n{"jsonrpc":"2.0"}'],
    ["two lengths that differ", "Content-Length: 2\r\nContent-Length: x\r\n\r\n{}"],
    ["headers that do not end", "x".repeat(100_000)],
    ["headers that end too late", `${"X-A: b\r\n".repeat(10_000)}\r\n`],
    ["zeros", Buffer.alloc(20_000)],
    ["a body that is not JSON", frame("{not json")],
    ["a body of null", frame("null")],
    ["a body of a number", frame("42")],
    ["an empty batch", frame("[]")],
    ["an empty body", "Content-Length: 0\r\n\r\n"],
  ])("are skipped: %s", async (_, bytes) => {
    server.write(bytes);
    expect(await server.isAlive()).toBe(true);
  });

  test("do not hold back messages that arrive in pieces", async () => {
    const params = { textDocument: { uri: "file:///a.yaml" }, position: start };
    const bytes = frame({ jsonrpc: "2.0", id: 7, method: "textDocument/hover", params });
    for (const byte of Buffer.concat([Buffer.from("Content-Length: x\r\n\r\n"), bytes])) {
      server.write(Buffer.from([byte]));
    }
    expect(await server.answer(7)).toMatchObject({ result: null });
  });
});

describe("invalid messages", () => {
  let server: RawServer;
  beforeEach(async () => {
    server = new RawServer();
    await server.initialize();
  });
  afterEach(() => server.stop());

  const uris: readonly [string, unknown][] = [
    ["no URI", undefined],
    ["null", null],
    ["a number", 7],
    ["an object", { path: "/a" }],
    ["1 MB of folders", `file:///${"a/".repeat(500_000)}x.yaml`],
    ["1 MB of name", `file:///${"a".repeat(1_000_000)}.yaml`],
  ];

  test.each(uris)("identify a document by %s", async (_, uri) => {
    const document = { uri, languageId: "yaml", version: 1, text: privilegedPod() };
    const notify = (method: string, params: unknown) => server.send({ jsonrpc: "2.0", method, params });
    notify("textDocument/didOpen", { textDocument: document });
    notify("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: "a: 1" }],
    });
    notify("textDocument/didClose", { textDocument: { uri } });
    notify("workspace/didChangeWatchedFiles", {
      changes: [
        { uri, type: 1 },
        { uri, type: 3 },
      ],
    });
    notify("workspace/didChangeWorkspaceFolders", {
      event: { added: [{ uri, name: "a" }], removed: [{ uri, name: "a" }] },
    });
    server.send({
      jsonrpc: "2.0",
      id: 2,
      method: "textDocument/hover",
      params: { textDocument: { uri }, position: start },
    });
    expect((await server.answer(2)).error?.code).toBe(ErrorCodes.InvalidParams);
    expect(await server.isAlive()).toBe(true);
  });

  test.each([
    ["a bad escape", "file:///%zz.yaml"],
    ["a zero byte", "file:///a%00b.yaml"],
    ["a host", "file://host/share/a.yaml"],
    ["a relative path", "file:a.yaml"],
    ["nothing", ""],
    ["a colon", ":"],
    ["8,000 folders", `file:///${"a/".repeat(8_000)}x.yaml`],
    ["2,000 folders", `file:///${"a/".repeat(2_000)}x.yaml`],
    ["a cell", "vscode-notebook-cell:/a#%"],
  ])("name a document that cannot be a file: %s", async (_, uri) => {
    const document = { uri, languageId: "yaml", version: 1, text: privilegedPod() };
    server.send({ jsonrpc: "2.0", method: "textDocument/didOpen", params: { textDocument: document } });
    server.send({
      jsonrpc: "2.0",
      id: 2,
      method: "textDocument/hover",
      params: { textDocument: { uri }, position: start },
    });
    expect(await server.answer(2)).toHaveProperty("result");
    expect(await server.isAlive()).toBe(true);
  });

  test("have parameters of every wrong type", async () => {
    const methods = [
      ...["hover", "completion", "codeAction", "semanticTokens/full", "diagnostic"].map(
        (name) => `textDocument/${name}`,
      ),
      ...["didOpen", "didChange", "didSave", "didClose", "willSave"].map((name) => `textDocument/${name}`),
      ...["executeCommand", "diagnostic", "didChangeConfiguration", "didChangeWatchedFiles"].map(
        (name) => `workspace/${name}`,
      ),
      ...[
        "workspace/didChangeWorkspaceFolders",
        "codeAction/resolve",
        "kubewright/environment",
        "$/cancelRequest",
      ],
    ];
    const uri = "file:///shop/web.yaml";
    const textDocument = { uri, languageId: "yaml", version: 1, text: privilegedPod() };
    server.send({ jsonrpc: "2.0", method: "textDocument/didOpen", params: { textDocument } });
    const far = { line: -1, character: 1e99 };
    const values = [
      undefined,
      null,
      7,
      "a",
      [],
      {},
      { textDocument: null },
      { textDocument: { uri, version: null, text: 7, languageId: null }, contentChanges: null },
      {
        textDocument: { uri, version: 2 },
        contentChanges: [{ range: { start: far, end: start }, text: 7 }, null],
      },
      {
        textDocument: { uri },
        position: far,
        range: { start: far, end: null },
        context: { diagnostics: 7, only: 7 },
      },
      { textDocument: { uri }, position: "here", range: [], context: [] },
      { command: null, arguments: null },
      { command: "kubewright.server.explainRule", arguments: [{}, null] },
      { command: "kubewright.server.fixFile", arguments: [] },
      { command: "kubewright.server.customRules", arguments: [null] },
      { data: { uri: null, version: 1, key: null } },
      { data: { uri, version: 1, key: { do: "fix", rule: {}, start: "a" } } },
      { settings: { kubewright: [7] } },
      { changes: null },
      { changes: [null] },
      { event: null },
      { syntaxElsewhere: 7, trusted: "no" },
      { previousResultIds: 7 },
    ];
    let id = 100;
    for (const method of methods) {
      for (const params of values) {
        const isTold = /\/did|willSave|environment|\$/.test(method);
        server.send({
          jsonrpc: "2.0",
          method,
          ...(params === undefined ? {} : { params }),
          ...(isTold ? {} : { id: id++ }),
        });
      }
    }
    expect(await server.isAlive()).toBe(true);
  });
});

describe("the order of messages", () => {
  let server: RawServer;
  beforeEach(() => {
    server = new RawServer();
  });
  afterEach(() => server.stop());
  const hover = { textDocument: { uri: "file:///a.yaml" }, position: start };

  test("requests before the handshake are rejected", async () => {
    server.send({ jsonrpc: "2.0", id: 1, method: "textDocument/hover", params: hover });
    expect((await server.answer(1)).error?.code).toBe(ErrorCodes.ServerNotInitialized);
    await server.initialize();
    expect(await server.isAlive()).toBe(true);
  });

  test.each([null, 7, {}, { capabilities: null }])(
    "a handshake with %j is refused, and the next one counts",
    async (params) => {
      server.send({ jsonrpc: "2.0", id: 1, method: "initialize", params });
      expect((await server.answer(1)).error?.code).toBe(ErrorCodes.InvalidParams);
      await server.initialize();
      expect(await server.isAlive()).toBe(true);
    },
  );

  test("a second handshake is rejected", async () => {
    await server.initialize();
    server.send({ jsonrpc: "2.0", id: 1, method: "initialize", params: { capabilities: {} } });
    expect((await server.answer(1)).error?.code).toBe(ErrorCodes.InvalidRequest);
    expect(await server.isAlive()).toBe(true);
  });

  test("requests after the shutdown are rejected, and the exit code is 0", async () => {
    await server.initialize();
    server.send({ jsonrpc: "2.0", id: 1, method: "shutdown" });
    await server.answer(1);
    for (const [id, method, params] of [
      [2, "textDocument/hover", hover],
      [3, "shutdown", undefined],
      [4, "initialize", { capabilities: {} }],
      [5, "textDocument/diagnostic", hover],
    ] as const) {
      server.send({ jsonrpc: "2.0", id, method, params });
      expect((await server.answer(id)).error?.code).toBe(ErrorCodes.InvalidRequest);
    }
    const ended = new Promise((done) => server.process.once("exit", done));
    server.send({ jsonrpc: "2.0", method: "exit" });
    expect(await ended).toBe(0);
  });
});

describe("the files of a workspace", () => {
  let editor: Editor;
  afterEach(() => editor.stop());
  const [created, deleted] = [1, 3];
  const tell = (changes: readonly { readonly uri: string; readonly type: number }[]) =>
    editor.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });

  test("are removed with their folder, which is all that the client reports", async () => {
    const folder = makeFolder({ "base/accounts/account.yaml": serviceAccount(), "web.yaml": privatePod });
    const uri = uriOf(folder, "web.yaml");
    editor = await Editor.start({ folders: [folder], settings: () => privateRegistry });
    await editor.open(uri, privatePod);
    const missing = async () => ofRule(await editor.pull(uri), pullSecretMissing).length > 0;
    await editor.until(missing);
    rmSync(join(folder, "base"), { recursive: true });
    await tell([{ uri: uriOf(folder, "base"), type: deleted }]);
    await editor.until(async () => !(await missing()));
    mkdirSync(join(folder, "back", "again"), { recursive: true });
    writeFileSync(join(folder, "back", "again", "account.yaml"), serviceAccount());
    await tell([{ uri: uriOf(folder, "back"), type: created }]);
    await editor.until(missing);
  });

  test("are removed with their published findings", async () => {
    const folder = makeFolder({ "old/pod.yaml": privilegedPod() });
    editor = await Editor.start({ folders: [folder], capabilities: {} });
    const pod = uriOf(folder, "old/pod.yaml");
    await editor.until(async () => {
      await editor.connection.sendRequest("workspace/executeCommand", {
        command: "kubewright.server.lintWorkspace",
      });
      return (editor.published.get(pod)?.length ?? 0) > 0;
    });
    rmSync(join(folder, "old"), { recursive: true });
    await tell([{ uri: uriOf(folder, "old"), type: deleted }]);
    await editor.until(() => editor.published.get(pod)?.length === 0);
  });

  test("are excluded by an ignore file, whether the event is for them or their folder", async () => {
    const folder = makeFolder({ ".git/HEAD": "", ".gitignore": "out/\n", "web.yaml": privilegedPod() });
    editor = await Editor.start({ folders: [folder] });
    const files = async () =>
      (
        await editor.connection.sendRequest<{ files: number }>("workspace/executeCommand", {
          command: "kubewright.server.debugInformation",
        })
      ).files;
    await editor.until(async () => (await files()) === 1);
    for (const name of ["out", "in"]) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "pod.yaml"), privilegedPod(name));
    }
    const told = ["out/pod.yaml", "out", "in"].map((name) => ({ uri: uriOf(folder, name), type: created }));
    await tell(told);
    await editor.until(async () => (await files()) === 2);
    await tell(told);
    await new Promise((done) => setTimeout(done, 300));
    expect(await files()).toBe(2);
  });

  test("can change by the thousands while requests are answered", async () => {
    const count = 1_500;
    const names = Array.from({ length: count }, (_, at) => `many/${at}.yaml`);
    const folder = makeFolder({ "web.yaml": privilegedPod() });
    editor = await Editor.start({ folders: [folder] });
    const uri = uriOf(folder, "web.yaml");
    await editor.open(uri, privilegedPod());
    await editor.pull(uri);
    mkdirSync(join(folder, "many"));
    for (const [at, name] of names.entries()) writeFileSync(join(folder, name), privilegedPod(`many-${at}`));
    await tell(names.map((name) => ({ uri: uriOf(folder, name), type: created })));
    const slowest: number[] = [];
    const began = performance.now();
    const summary = await editor.until(async () => {
      const since = performance.now();
      await editor.hover(uri, { line: 10, character: 22 });
      slowest.push(performance.now() - since);
      const known = await editor.connection.sendRequest<{ files: number }>("workspace/executeCommand", {
        command: "kubewright.server.debugInformation",
      });
      return known.files > count && known;
    }, 240_000);
    expect(summary.files).toBe(count + 1);
    // Without slices, all of it would be one wait.
    expect(Math.max(...slowest)).toBeLessThan((performance.now() - began) / 4);
  });

  test("are published again only if something about them has changed", async () => {
    const folder = makeFolder({});
    editor = await Editor.start({ folders: [folder], capabilities: {} });
    const uris = Array.from({ length: 20 }, (_, at) => uriOf(folder, `${at}.yaml`));
    for (const [at, uri] of uris.entries()) await editor.open(uri, privilegedPod(`pod-${at}`));
    await editor.until(() => uris.every((uri) => (editor.published.get(uri)?.length ?? 0) > 0));
    const told: string[] = [];
    editor.connection.onNotification("textDocument/publishDiagnostics", ({ uri }: { uri: string }) => {
      told.push(uri);
    });
    await editor.change(uris[3]!, privilegedPod("pod-3").replace("true", "false"));
    await editor.until(() => told.length > 0);
    await new Promise((done) => setTimeout(done, 500));
    expect([...new Set(told)]).toEqual([uris[3]]);
  });
});

test("explaining a rule does not wait for the client", async () => {
  const { window: _, ...capabilities } = fullCapabilities;
  for (const window of [undefined, { showDocument: { support: true } }]) {
    const editor = await Editor.start({ capabilities: { ...capabilities, ...(window && { window }) } });
    // A client that answers nothing while it waits for the command.
    editor.connection.onRequest("window/showDocument", () => new Promise(() => {}));
    const answer = await editor.connection.sendRequest("workspace/executeCommand", {
      command: "kubewright.server.explainRule",
      arguments: ["privileged-container", "file:///a.yaml"],
    });
    expect(answer).toBeNull();
    expect(editor.heard).not.toContain("window/showMessageRequest");
    editor.process.kill();
  }
});
