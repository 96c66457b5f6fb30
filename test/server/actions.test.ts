import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CodeAction, Range } from "vscode-languageserver/node";
import { applied, buildServer, Editor, fullCapabilities, ofRule, removeServer } from "./client.ts";
import { annotated, notString, privileged, privilegedPod } from "./manifests.ts";

beforeAll(buildServer);
afterAll(removeServer);

const uri = "file:///shop/web.yaml";
let editor: Editor;
beforeEach(async () => {
  editor = await Editor.start();
});
afterEach(() => editor.stop());

async function at(text: string, rule: string): Promise<Range> {
  await editor.open(uri, text);
  const [finding] = ofRule(await editor.pull(uri), rule);
  return finding!.range;
}

function titled(actions: readonly CodeAction[], title: RegExp): CodeAction {
  const action = actions.find((one) => title.test(one.title));
  expect(action, `${title} among ${actions.map((one) => one.title).join(" | ")}`).toBeDefined();
  return action!;
}

describe("a quick fix", () => {
  test("is preferred when it is safe, and its edit is made when it is asked for", async () => {
    const range = await at(annotated("9113"), notString);
    const fix = titled(await editor.actions(uri, range), /quotes/);
    expect(fix).toMatchObject({ kind: "quickfix", isPreferred: true });
    expect(fix.edit).toBeUndefined();
    const { edit } = await editor.resolve(fix);
    expect(applied(annotated("9113"), edit!)).toBe(annotated('"9113"'));
    expect(edit?.documentChanges?.[0]).toMatchObject({ textDocument: { uri, version: 1 } });
  });

  test("is not preferred when what runs may change", async () => {
    const range = await at(privilegedPod(), privileged);
    const fix = titled(await editor.actions(uri, range), /Set privileged/);
    expect(fix.isPreferred).toBeUndefined();
  });

  test("names the diagnostic that it mends", async () => {
    const range = await at(annotated("9113"), notString);
    const diagnostics = [...(await editor.pull(uri))];
    const fix = titled(await editor.actions(uri, range, { diagnostics }), /quotes/);
    expect(fix.diagnostics).toEqual(ofRule(diagnostics, notString));
  });

  test("is refused when the text has changed since it was offered", async () => {
    const range = await at(annotated("9113"), notString);
    const fix = titled(await editor.actions(uri, range), /quotes/);
    await editor.change(uri, `# more\n${annotated("9113")}`);
    await expect(editor.resolve(fix)).rejects.toThrow(/changed/);
  });

  test("comes with its edit for clients that do not ask again", async () => {
    await editor.stop();
    const { codeAction: _, ...textDocument } = fullCapabilities.textDocument!;
    editor = await Editor.start({ capabilities: { textDocument } });
    const range = await at(annotated("9113"), notString);
    const fix = titled(await editor.actions(uri, range), /quotes/);
    expect(applied(annotated("9113"), fix.edit!)).toBe(annotated('"9113"'));
    expect(fix.edit?.changes?.[uri]).toHaveLength(1);
  });
});

describe("the light bulb", () => {
  test("offers the gravest finding's fix first, and the hardening before what silences", async () => {
    const text = privilegedPod().replace("registry.example.com/web:1.2.3", "nginx");
    const range = await at(text, "image-latest-tag");
    const diagnostics = [...(await editor.pull(uri))];
    const titles = (await editor.actions(uri, range, { diagnostics })).map(({ title }) => title);
    expect(titles[0]).toMatch(/^Pin to /);
    const gap = ofRule(diagnostics, privileged)[0]!.range;
    const offered = await editor.actions(uri, gap, { diagnostics });
    const harden = offered.findIndex(({ title }) => /^Harden this container/.test(title));
    expect(harden).toBeGreaterThan(0);
    expect(harden).toBeLessThan(offered.findIndex(({ title }) => /^Ignore/.test(title)));
    // Otherwise the editor would move it behind all that names one.
    expect(offered[harden]?.diagnostics).toEqual(ofRule(diagnostics, privileged));
  });
});

describe("fix all", () => {
  const two = `${annotated("9113")}---\n${annotated("true")}---\n${privilegedPod()}`;
  const mended = `${annotated('"9113"')}---\n${annotated('"true"')}---\n${privilegedPod()}`;

  test("on save mends what is safe, and only that", async () => {
    await editor.open(uri, two);
    const everything = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    for (const only of ["source.fixAll.kubewright", "source.fixAll", "source"]) {
      const [action, ...more] = await editor.actions(uri, everything, { only: [only] });
      expect(more).toEqual([]);
      expect(action?.kind).toBe("source.fixAll.kubewright");
      expect(applied(two, action!.edit!)).toBe(mended);
    }
  });

  test("on save says nothing when there is nothing to mend, or others are asked", async () => {
    await editor.open(uri, mended);
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    for (const only of ["source.fixAll.kubewright", "source.organizeImports", "source.fixAll.eslint"]) {
      expect(await editor.actions(uri, range, { only: [only] })).toEqual([]);
    }
  });

  test("of one kind in the file", async () => {
    const range = await at(two, notString);
    const action = titled(await editor.actions(uri, range), /^Fix all of this kind in the file/);
    expect(applied(two, (await editor.resolve(action)).edit!)).toBe(mended);
  });

  test("of one kind waits for a confirmation where what runs may change", async () => {
    const pods = `${privilegedPod("a")}---\n${privilegedPod("b")}`;
    const range = await at(pods, privileged);
    const action = titled(await editor.actions(uri, range), /^Fix all of this kind in the file/);
    const { edit } = await editor.resolve(action);
    expect(Object.values(edit!.changeAnnotations!)).toMatchObject([{ needsConfirmation: true }]);
  });
});

describe("ignoring a finding", () => {
  test("puts a comment with room for a reason above the line", async () => {
    const range = await at(privilegedPod(), privileged);
    const action = titled(await editor.actions(uri, range), /^Ignore here/);
    const { edit } = await editor.resolve(action);
    expect(JSON.stringify(edit)).toContain("${1:");
    const after = applied(privilegedPod(), edit!);
    expect(after).toContain(
      `      securityContext:\n        # kubewright-ignore ${privileged}: give the reason here\n        privileged: true\n`,
    );
    await editor.change(uri, after);
    const left = await editor.pull(uri);
    expect(ofRule(left, privileged)).toEqual([]);
    expect(ofRule(left, "unused-suppression")).toEqual([]);
  });

  test("keeps the file's line ends", async () => {
    const text = privilegedPod().replaceAll("\n", "\r\n");
    const range = await at(text, privileged);
    const action = titled(await editor.actions(uri, range), /^Ignore here/);
    const after = applied(text, (await editor.resolve(action)).edit!);
    expect(after.replaceAll("\r\n", "")).not.toContain("\n");
  });

  test("is not offered in JSON, which has no comments", async () => {
    const json = '{"apiVersion":"v1","kind":"Service","metadata":{"name":"a","annotations":{"b":1}}}';
    await editor.open("file:///shop/web.json", json, "json");
    const [finding] = ofRule(await editor.pull("file:///shop/web.json"), notString);
    const actions = await editor.actions("file:///shop/web.json", finding!.range);
    expect(actions.some(({ title }) => /^Ignore/.test(title))).toBe(false);
  });
});

describe("wider actions", () => {
  test("harden a container from anywhere in it", async () => {
    await editor.open(uri, privilegedPod());
    const name = { start: { line: 7, character: 8 }, end: { line: 7, character: 8 } };
    const refactorings = await editor.actions(uri, name, { only: ["refactor"] });
    const action = titled(refactorings, /^Harden this container \("web"\)$/);
    expect(action.kind).toBe("refactor.rewrite");
    const after = applied(privilegedPod(), (await editor.resolve(action)).edit!);
    expect(after).toContain("privileged: false");
    expect(after).toContain("readOnlyRootFilesystem: true");
    await editor.change(uri, after);
    expect(ofRule(await editor.pull(uri), privileged)).toEqual([]);
  });

  test("explain the rule with the client's command, or the server's", async () => {
    const range = await at(privilegedPod(), privileged);
    const ours = titled(await editor.actions(uri, range), /^Explain privileged-container$/);
    expect(ours.command).toMatchObject({
      command: "kubewright.server.explainRule",
      arguments: [privileged, uri],
    });
    const shown = editor.next("window/showDocument");
    await editor.connection.sendRequest("workspace/executeCommand", ours.command);
    await shown;
  });

  test("put tab stops where a person's values belong, without a second indentation", async () => {
    const text = privilegedPod().replace("registry.example.com/web:1.2.3", "nginx");
    await editor.open(uri, text);
    const whole = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
    const actions = await editor.actions(uri, whole);
    for (const action of actions) {
      if (action.command !== undefined) continue;
      const { edit } = await editor.resolve(action);
      for (const change of edit?.documentChanges ?? []) {
        for (const one of "edits" in change ? change.edits : []) {
          if ("snippet" in one) expect(one.range.start.character).toBe(0);
        }
      }
    }
  });
});
