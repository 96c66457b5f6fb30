import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CodeAction, Range } from "vscode-languageserver/node";
import { applied, Editor, fullCapabilities, ofRule } from "./client.ts";
import { annotated, notString, privileged, privilegedPod } from "./manifests.ts";

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
  test("is preferred if it is safe, and its edit is computed on request", async () => {
    const range = await at(annotated("9113"), notString);
    const fix = titled(await editor.actions(uri, range), /quotes/);
    expect(fix).toMatchObject({ kind: "quickfix", isPreferred: true });
    expect(fix.edit).toBeUndefined();
    const { edit } = await editor.resolve(fix);
    expect(applied(annotated("9113"), edit!)).toBe(annotated('"9113"'));
    expect(edit?.documentChanges?.[0]).toMatchObject({ textDocument: { uri, version: 1 } });
  });

  test("is not preferred if it can change what runs", async () => {
    const range = await at(privilegedPod(), privileged);
    const fix = titled(await editor.actions(uri, range), /Set privileged/);
    expect(fix.isPreferred).toBeUndefined();
  });

  test("refers to the diagnostic that it fixes", async () => {
    const range = await at(annotated("9113"), notString);
    const diagnostics = [...(await editor.pull(uri))];
    const fix = titled(await editor.actions(uri, range, { diagnostics }), /quotes/);
    expect(fix.diagnostics).toEqual(ofRule(diagnostics, notString));
  });

  test("is rejected if the text has changed since it was offered", async () => {
    const range = await at(annotated("9113"), notString);
    const fix = titled(await editor.actions(uri, range), /quotes/);
    await editor.change(uri, `# more\n${annotated("9113")}`);
    await expect(editor.resolve(fix)).rejects.toThrow(/changed/);
  });

  test("includes its edit for clients that do not resolve actions", async () => {
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
  test("offers the fix of the most severe finding first, and the hardening before suppressions", async () => {
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
    // Otherwise the editor would move it behind all actions with a diagnostic.
    expect(offered[harden]?.diagnostics).toEqual(ofRule(diagnostics, privileged));
  });
});

describe("the light bulb of a manifest with many findings", () => {
  const text = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx
          securityContext: { privileged: true, allowPrivilegeEscalation: true }
          ports: [{ containerPort: 8080 }]
        - name: other
          image: redis:3.2
`;
  const linesOf = () => text.split("\n").slice(0, -1);
  const offer = async (line: number) => {
    const end = linesOf()[line]!.length;
    return editor.actions(uri, { start: { line, character: 0 }, end: { line, character: end } });
  };

  test("has at most eight entries at a position, no duplicate titles, and preferred ones first", async () => {
    await editor.stop();
    editor = await Editor.start({ settings: () => ({ preset: "all" }) });
    await editor.open(uri, text);
    for (const line of linesOf().keys()) {
      const actions = await offer(line);
      const titles = actions.map(({ title }) => title);
      expect(titles.length, titles.join(" | ")).toBeLessThanOrEqual(8);
      expect(new Set(titles).size).toBe(titles.length);
      const preferred = actions.map(({ isPreferred }) => isPreferred === true);
      expect(preferred.lastIndexOf(true)).toBeLessThan(preferred.indexOf(false) + 1 || Infinity);
    }
  });

  test("hardens the pod only where it or one of its containers begins", async () => {
    await editor.open(uri, text);
    const heads: string[] = [];
    for (const [line, content] of linesOf().entries()) {
      const titles = (await offer(line)).map(({ title }) => title);
      if (titles.some((title) => title.startsWith("Harden this pod"))) heads.push(content.trim());
    }
    expect(heads).toEqual([
      "kind: Deployment",
      "name: web",
      "spec:",
      "spec:",
      "containers:",
      "- name: web",
      "- name: other",
    ]);
  });

  test("ignores several rules in one place with one comment", async () => {
    await editor.stop();
    editor = await Editor.start({ settings: () => ({ preset: "all" }) });
    await editor.open(uri, text);
    const line = linesOf().findIndex((content) => content.includes("- name: other"));
    // Until the workspace is read, rules across files report nothing.
    const before = await editor.until(async () => {
      const found = await editor.pull(uri);
      return found.some(({ code }) => code === "memory-limit-missing") && found;
    });
    const action = titled(await offer(line), /^Ignore all \d+ rules here, with a reason$/);
    const after = applied(text, (await editor.resolve(action)).edit!);
    await editor.change(uri, after);
    const left = await editor.pull(uri);
    const onLine = before.filter(({ range }) => range.start.line === line);
    expect(left).toHaveLength(before.length - onLine.length);
  });
});

describe("fix all", () => {
  const two = `${annotated("9113")}---\n${annotated("true")}---\n${privilegedPod()}`;
  const fixed = `${annotated('"9113"')}---\n${annotated('"true"')}---\n${privilegedPod()}`;

  test("on save applies only safe fixes", async () => {
    await editor.open(uri, two);
    const everything = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    for (const only of ["source.fixAll.kubewright", "source.fixAll", "source"]) {
      const [action, ...more] = await editor.actions(uri, everything, { only: [only] });
      expect(more).toEqual([]);
      expect(action?.kind).toBe("source.fixAll.kubewright");
      expect(applied(two, action!.edit!)).toBe(fixed);
    }
  });

  test("on save is empty if there is nothing to fix, or if other kinds are requested", async () => {
    await editor.open(uri, fixed);
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    for (const only of ["source.fixAll.kubewright", "source.organizeImports", "source.fixAll.eslint"]) {
      expect(await editor.actions(uri, range, { only: [only] })).toEqual([]);
    }
  });

  test("of one kind in the file", async () => {
    const range = await at(two, notString);
    const action = titled(await editor.actions(uri, range), /^Fix all [a-z-]+ findings in this file$/);
    expect(applied(two, (await editor.resolve(action)).edit!)).toBe(fixed);
  });

  test("of one kind requires a confirmation if it can change what runs", async () => {
    const pods = `${privilegedPod("a")}---\n${privilegedPod("b")}`;
    const range = await at(pods, privileged);
    const action = titled(await editor.actions(uri, range), /^Fix all [a-z-]+ findings in this file$/);
    const { edit } = await editor.resolve(action);
    expect(Object.values(edit!.changeAnnotations!)).toMatchObject([{ needsConfirmation: true }]);
  });
});

describe("ignoring a finding", () => {
  test("inserts a comment with room for a reason above the line", async () => {
    const range = await at(privilegedPod(), privileged);
    const action = titled(await editor.actions(uri, range), /^Ignore [a-z-]+ here/);
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

  test("keeps the file's line breaks", async () => {
    const text = privilegedPod().replaceAll("\n", "\r\n");
    const range = await at(text, privileged);
    const action = titled(await editor.actions(uri, range), /^Ignore [a-z-]+ here/);
    const after = applied(text, (await editor.resolve(action)).edit!);
    expect(after.replaceAll("\r\n", "")).not.toContain("\n");
  });

  test("adds an annotation in JSON, which has no comments", async () => {
    const json = `{
  "apiVersion": "v1",
  "kind": "Pod",
  "metadata": { "name": "web", "namespace": "shop" },
  "spec": {
    "containers": [
      { "name": "web", "image": "registry.example.com/web:1.2.3", "securityContext": { "privileged": true } }
    ]
  }
}
`;
    const name = "file:///shop/web.json";
    await editor.open(name, json, "json");
    const findings = await editor.pull(name);
    const [finding] = ofRule(findings, privileged);
    const ignore = titled(await editor.actions(name, finding!.range), /^Ignore [a-z-]+ in this resource/);
    const once = applied(json, (await editor.resolve(ignore)).edit!);
    expect(JSON.parse(once).metadata.annotations).toEqual({
      "kubewright.dev/ignore": `${privileged}: give the reason here`,
    });
    await editor.change(name, once);
    const left = await editor.until(async () => {
      const now = await editor.pull(name);
      return ofRule(now, privileged).length === 0 && now;
    });
    expect(left).toHaveLength(findings.length - ofRule(findings, privileged).length);
    // The next one is added to the existing annotation.
    const [other] = left;
    const about = new RegExp(`^Ignore (${String(other!.code)}|all [0-9]+ rules) in this resource`);
    const more = titled(await editor.actions(name, other!.range), about);
    const twice = applied(once, (await editor.resolve(more)).edit!);
    const annotation = JSON.parse(twice).metadata.annotations["kubewright.dev/ignore"];
    expect(annotation).toMatch(new RegExp(`^${privileged}, ([a-z-]+, )*[a-z-]+: give the reason here$`));
    expect(annotation).toContain(String(other!.code));
  });
});

describe("wider actions", () => {
  test("harden a container from anywhere in it", async () => {
    await editor.open(uri, privilegedPod());
    const name = { start: { line: 7, character: 8 }, end: { line: 7, character: 8 } };
    const refactorings = await editor.actions(uri, name, { only: ["refactor"] });
    const action = titled(refactorings, /^Harden this container \(/);
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

  test("insert tab stops for the user's values, without a second indentation", async () => {
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
