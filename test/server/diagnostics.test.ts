import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { CancellationTokenSource, type Diagnostic, LSPErrorCodes } from "vscode-languageserver/node";
import { Editor, fullCapabilities, makeFolder, ofRule, removeFolders, textAt, uriOf } from "./client.ts";
import { annotated, notString, privileged, privilegedPod } from "./manifests.ts";

afterAll(removeFolders);

/** A client that gets diagnostics when they are published. */
const pushCapabilities = { textDocument: { publishDiagnostics: { relatedInformation: true } } };

let editor: Editor;
const uri = "file:///shop/web.yaml";

describe("a client that pulls", () => {
  beforeEach(async () => {
    editor = await Editor.start();
  });
  afterEach(() => editor.stop());

  test("gets findings with the rule's id, a link and our name", async () => {
    await editor.open(uri, privilegedPod());
    const [finding] = ofRule(await editor.pull(uri), privileged);
    expect(finding).toMatchObject({ source: "kubewright", severity: 2, code: privileged });
    expect(finding?.codeDescription?.href).toMatch(/^file:.*\/docs\/rules\/privileged-container\.md$/);
    expect(textAt(privilegedPod(), finding!.range)).toBe("true");
    expect(editor.published.size).toBe(0);
  });

  test("is told if nothing has changed", async () => {
    await editor.open(uri, privilegedPod());
    const ask = (previousResultId?: string) =>
      editor.connection.sendRequest<{ kind: string; resultId: string }>("textDocument/diagnostic", {
        textDocument: { uri },
        previousResultId,
      });
    const first = await ask();
    expect(first.kind).toBe("full");
    expect(await ask(first.resultId)).toEqual({ kind: "unchanged", resultId: first.resultId });
    await editor.change(uri, privilegedPod().replace("true", "false"));
    expect((await ask(first.resultId)).kind).toBe("full");
  });

  test("gets the answer for the current text", async () => {
    await editor.open(uri, privilegedPod());
    await editor.change(uri, "false", {
      start: { line: 10, character: 20 },
      end: { line: 10, character: 24 },
    });
    expect(ofRule(await editor.pull(uri), privileged)).toEqual([]);
    await editor.change(uri, "true", {
      start: { line: 10, character: 20 },
      end: { line: 10, character: 25 },
    });
    await editor.until(async () => ofRule(await editor.pull(uri), privileged).length === 1);
  });

  test("can cancel a request", async () => {
    await editor.open(uri, privilegedPod());
    const source = new CancellationTokenSource();
    const answer = editor.connection.sendRequest(
      "textDocument/diagnostic",
      { textDocument: { uri } },
      source.token,
    );
    source.cancel();
    // With any other code, VS Code would not ask again.
    await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(await editor.pull(uri)).not.toEqual([]);
  });

  test("gets positions in UTF-16 after emoji and combining characters", async () => {
    const text = privilegedPod().replace(
      "        privileged: true",
      '        "k🚢e\u0301": "a👩‍👩‍👧b"\n        ? privileged\n        : true # 🐋',
    );
    const flow = `apiVersion: v1\nkind: Pod\nmetadata: { name: web, annotations: { a: "👩‍👩‍👧e\u0301𝒳", b: 17 } }\n`;
    await editor.open(uri, text);
    await editor.open("file:///shop/flow.yaml", flow);
    const [pod] = ofRule(await editor.pull(uri), privileged);
    expect(textAt(text, pod!.range)).toBe("true");
    const [number] = ofRule(await editor.pull("file:///shop/flow.yaml"), notString);
    expect(textAt(flow, number!.range)).toBe("17");
  });

  test("gets nothing for files that are neither YAML nor JSON", async () => {
    await editor.open("file:///shop/notes.md", privilegedPod(), "markdown");
    expect(await editor.pull("file:///shop/notes.md")).toEqual([]);
  });

  test("gets findings in JSON manifests", async () => {
    const json = '{"apiVersion":"v1","kind":"Service","metadata":{"name":"a","annotations":{"b":1}}}';
    await editor.open("file:///shop/web.json", json, "json");
    expect(ofRule(await editor.pull("file:///shop/web.json"), notString)).toHaveLength(1);
  });

  test("gets findings in documents that are not on disk", async () => {
    await editor.open("untitled:Untitled-1", privilegedPod());
    await editor.open("vscode-vfs://github/acme/shop/web.yaml", privilegedPod());
    expect(ofRule(await editor.pull("untitled:Untitled-1"), privileged)).toHaveLength(1);
    expect(ofRule(await editor.pull("vscode-vfs://github/acme/shop/web.yaml"), privileged)).toHaveLength(1);
  });

  test("gets the findings of a very long file when it is opened or saved", async () => {
    const long = `${privilegedPod()}# ${"x".repeat(5 * 1024 * 1024)}\n`;
    await editor.open(uri, long);
    expect(ofRule(await editor.pull(uri), privileged)).toHaveLength(1);
    await editor.change(uri, "false", {
      start: { line: 10, character: 20 },
      end: { line: 10, character: 24 },
    });
    expect(ofRule(await editor.pull(uri), privileged)).toHaveLength(1);
    await editor.connection.sendNotification("textDocument/didSave", { textDocument: { uri } });
    expect(ofRule(await editor.pull(uri), privileged)).toEqual([]);
  });

  test("is told about mistakes in a .kubewright.yaml", async () => {
    const config = "file:///shop/.kubewright.yaml";
    const text = "preset: stict\n";
    await editor.open(config, text);
    const [problem] = await editor.pull(config);
    expect(problem?.message).toMatch(/did you mean "strict"/);
    expect(textAt(text, problem!.range)).toBe("stict");
  });

  test("after 1,000 fast edits gets the same as after a fresh start", async () => {
    let text = Array.from({ length: 20 }, (_, at) => privilegedPod(`web-${at}`)).join("---\n");
    await editor.open(uri, text);
    let seed = 7;
    const random = (limit: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % limit;
    };
    const pieces = [
      "",
      "\n",
      "x",
      ": ",
      "---\n",
      "🚢",
      "  - a\n",
      "privileged: true\n",
      "\r\n",
      "{",
      '"',
      "#",
    ];
    for (let edit = 0; edit < 1000; edit++) {
      const lines = text.split("\n");
      const line = random(lines.length);
      const character = random(lines[line]!.length + 1);
      const removed = Math.min(random(4), lines[line]!.length - character);
      const added = pieces[random(pieces.length)]!;
      const range = { start: { line, character }, end: { line, character: character + removed } };
      // Halves of a surrogate pair are not text, and editors never send them.
      const before = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
      const next = text.slice(0, before) + added + text.slice(before + removed);
      if (/[\ud800-\udfff]/u.test(next) || text.includes("\r") || added.includes("\r")) continue;
      text = next;
      await editor.change(uri, added, range);
      if (edit % 100 === 0) await editor.pull(uri);
    }
    await editor.connection.sendNotification("textDocument/didSave", { textDocument: { uri } });
    const typed = await editor.pull(uri);
    const fresh = await Editor.start();
    await fresh.open(uri, text);
    const started = await fresh.pull(uri);
    await fresh.stop();
    expect(typed).toEqual(started);
    expect(typed.length).toBeGreaterThan(0);
  });
});

describe("a client that does not pull", () => {
  beforeEach(async () => {
    editor = await Editor.start({ capabilities: pushCapabilities });
  });
  afterEach(() => editor.stop());

  const published = (rule: string) =>
    editor.until(() => {
      const all: readonly Diagnostic[] | undefined = editor.published.get(uri);
      return all && ofRule(all, rule).length > 0 && all;
    });

  test("gets findings as they appear and disappear", async () => {
    expect(editor.result.capabilities.diagnosticProvider).toBeUndefined();
    await editor.open(uri, annotated("9113"));
    await published(notString);
    await editor.change(uri, annotated('"9113"'));
    await editor.until(() => editor.published.get(uri)?.length === 0);
    await editor.change(uri, annotated("1"));
    await published(notString);
    await editor.close(uri);
    await editor.until(() => editor.published.get(uri)?.length === 0);
  });
});

describe("pages of rules", () => {
  test("have the URI that the client sets", async () => {
    editor = await Editor.start({ initializationOptions: { rulePage: "kubewright:/rules/{rule}.md" } });
    await editor.open(uri, privilegedPod());
    const [finding] = ofRule(await editor.pull(uri), privileged);
    expect(finding?.codeDescription?.href).toBe(`kubewright:/rules/${privileged}.md`);
    await editor.stop();
  });

  test("leave to the hover only what the client does not already show", async () => {
    editor = await Editor.start({ initializationOptions: { hoverShowsDiagnostics: true } });
    await editor.open(uri, privilegedPod());
    const [finding] = ofRule(await editor.pull(uri), privileged);
    const hover = await editor.connection.sendRequest<{ contents: { value: string } }>("textDocument/hover", {
      textDocument: { uri },
      position: finding!.range.start,
    });
    expect(hover.contents.value).toContain("no exploit");
    expect(hover.contents.value).toContain("KSV-0017");
    expect(hover.contents.value).not.toContain(finding!.message);
    await editor.stop();
  });

  test("are shown in the hover with the reason and the names in other tools", async () => {
    const folder = makeFolder({});
    editor = await Editor.start({ folders: [folder], capabilities: fullCapabilities });
    const file = uriOf(folder, "web.yaml");
    await editor.open(file, privilegedPod());
    const [finding] = ofRule(await editor.pull(file), privileged);
    const hover = await editor.connection.sendRequest<{ contents: { value: string } }>("textDocument/hover", {
      textDocument: { uri: file },
      position: finding!.range.start,
    });
    expect(hover.contents.value).toContain("no exploit");
    expect(hover.contents.value).toContain("KSV-0017");
    expect(hover.contents.value).toMatch(/\[privileged-container\]\(file:/);
    const elsewhere = await editor.connection.sendRequest("textDocument/hover", {
      textDocument: { uri: file },
      position: { line: 0, character: 0 },
    });
    expect(elsewhere).toBeNull();
    await editor.stop();
  });
});
