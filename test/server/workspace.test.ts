import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { applied, Editor, fullCapabilities, makeFolder, ofRule, removeFolders, uriOf } from "./client.ts";
import {
  annotated,
  notString,
  privatePod,
  privateRegistry,
  privileged,
  privilegedPod,
  pullSecretMissing,
  serviceAccount,
} from "./manifests.ts";

afterAll(removeFolders);

let editor: Editor;
afterEach(() => editor.stop());

const changed = 2;
const deleted = 3;
const watched = (uri: string, type: number) =>
  editor.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type }] });

describe("settings", () => {
  test("apply, and a change of them affects open documents", async () => {
    const folder = makeFolder();
    let settings: unknown = { rules: { [privileged]: "off" } };
    editor = await Editor.start({ folders: [folder], settings: () => settings });
    const uri = uriOf(folder, "web.yaml");
    await editor.open(uri, privilegedPod());
    expect(ofRule(await editor.pull(uri), privileged)).toEqual([]);
    settings = { rules: { [privileged]: "error" } };
    await editor.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    const found = await editor.until(async () => ofRule(await editor.pull(uri), privileged)[0]);
    expect(found.severity).toBe(1);
  });

  test("of clients that cannot be queried are sent along with the change", async () => {
    editor = await Editor.start({ capabilities: { textDocument: { diagnostic: {} } } });
    await editor.open("file:///a.yaml", privilegedPod());
    expect(ofRule(await editor.pull("file:///a.yaml"), privileged)).toHaveLength(1);
    const settings = { kubewright: { rules: { [privileged]: "off" } } };
    await editor.connection.sendNotification("workspace/didChangeConfiguration", { settings });
    await editor.until(async () => ofRule(await editor.pull("file:///a.yaml"), privileged).length === 0);
  });

  test("follow a file that the .kubewright.yaml extends", async () => {
    const folder = makeFolder({
      "apps/.kubewright.yaml": "extends: ../team.yaml\n",
      "team.yaml": `rules:\n  ${privileged}: off\n`,
    });
    editor = await Editor.start({ folders: [folder] });
    const uri = uriOf(folder, "apps", "web.yaml");
    await editor.open(uri, privilegedPod());
    expect(ofRule(await editor.pull(uri), privileged)).toEqual([]);
    writeFileSync(join(folder, "team.yaml"), `rules:\n  ${privileged}: hint\n`);
    await watched(uriOf(folder, "team.yaml"), changed);
    await editor.until(async () => ofRule(await editor.pull(uri), privileged)[0]?.severity === 4);
  });

  test("have completion and hover in a .kubewright.yaml, unless another extension provides them", async () => {
    const folder = makeFolder();
    editor = await Editor.start({ folders: [folder] });
    const uri = uriOf(folder, ".kubewright.yaml");
    await editor.open(uri, "preset: strict\n");
    const labels = async () => {
      const list = await editor.complete(uri, { line: 0, character: 8 });
      return list?.items.map(({ label }) => label) ?? [];
    };
    expect(await labels()).toContain("recommended");
    expect(JSON.stringify(await editor.hover(uri, { line: 0, character: 2 }))).toContain(
      "which decides which rules are on",
    );
    await editor.stop();
    editor = await Editor.start({ folders: [folder], initializationOptions: { syntaxElsewhere: ["yaml"] } });
    await editor.open(uri, "preset: strict\n");
    expect(await labels()).toEqual([]);
  });

  test("exclude what is in the baseline, until it changes", async () => {
    const known = (rule: string) =>
      JSON.stringify({
        version: 1,
        findings: {
          "web.yaml": {
            [rule]: { "/Pod shop/web": { "spec.containers[web].securityContext.privileged": 1 } },
          },
        },
      });
    const folder = makeFolder({
      ".kubewright.yaml": "baseline: baseline.json\n",
      "baseline.json": known(privileged),
    });
    editor = await Editor.start({ folders: [folder] });
    const uri = uriOf(folder, "web.yaml");
    await editor.open(uri, privilegedPod());
    expect(ofRule(await editor.pull(uri), privileged)).toEqual([]);
    writeFileSync(join(folder, "baseline.json"), known("another-rule"));
    await watched(uriOf(folder, "baseline.json"), changed);
    await editor.until(async () => ofRule(await editor.pull(uri), privileged).length === 1);
  });

  test("can differ for some files and resources, where the folder's file takes precedence", async () => {
    const folder = makeFolder({
      "apps/.kubewright.yaml": `overrides:\n- { names: [web], rules: { ${privileged}: hint } }\n`,
    });
    const overrides = [{ kinds: ["Pod"], rules: { [privileged]: "information" } }];
    editor = await Editor.start({ folders: [folder], settings: () => ({ overrides }) });
    const outside = uriOf(folder, "web.yaml");
    const inside = uriOf(folder, "apps", "web.yaml");
    for (const uri of [outside, inside]) await editor.open(uri, privilegedPod());
    expect(ofRule(await editor.pull(outside), privileged)[0]?.severity).toBe(3);
    expect(ofRule(await editor.pull(inside), privileged)[0]?.severity).toBe(4);
  });

  test("yield to the nearest .kubewright.yaml, which can change on disk", async () => {
    const folder = makeFolder({ "apps/.kubewright.yaml": `rules:\n  ${privileged}: hint\n` });
    editor = await Editor.start({
      folders: [folder],
      settings: () => ({ rules: { [privileged]: "off", [notString]: "off" } }),
    });
    const uri = uriOf(folder, "apps", "web.yaml");
    await editor.open(uri, `${privilegedPod()}---\n${annotated("1")}`);
    const diagnostics = await editor.pull(uri);
    expect(ofRule(diagnostics, privileged)[0]?.severity).toBe(4);
    expect(ofRule(diagnostics, notString)).toEqual([]);
    writeFileSync(join(folder, "apps", ".kubewright.yaml"), `rules:\n  ${privileged}: off\n`);
    await watched(uriOf(folder, "apps", ".kubewright.yaml"), changed);
    await editor.until(async () => ofRule(await editor.pull(uri), privileged).length === 0);
  });

  test("exclude files", async () => {
    const folder = makeFolder();
    editor = await Editor.start({ folders: [folder], settings: () => ({ exclude: ["legacy"] }) });
    await editor.open(uriOf(folder, "legacy", "web.yaml"), privilegedPod());
    await editor.open(uriOf(folder, "web.yaml"), privilegedPod());
    expect(await editor.pull(uriOf(folder, "legacy", "web.yaml"))).toEqual([]);
    expect(await editor.pull(uriOf(folder, "web.yaml"))).not.toEqual([]);
  });
});

describe("an untrusted folder", () => {
  test("is not configured from outside", async () => {
    const outside = makeFolder({ ".kubewright.yaml": `rules:\n  ${privileged}: off\n`, "shop/a.txt": "" });
    const uri = uriOf(outside, "shop", "web.yaml");
    editor = await Editor.start({
      folders: [join(outside, "shop")],
      initializationOptions: { trusted: false },
    });
    await editor.open(uri, privilegedPod());
    expect(ofRule(await editor.pull(uri), privileged)).toHaveLength(1);
    await editor.connection.sendNotification("kubewright/environment", { trusted: true });
    await editor.until(async () => ofRule(await editor.pull(uri), privileged).length === 0);
  });
});

describe("syntax errors", () => {
  test("are left to another extension that reports them", async () => {
    const text = `${annotated("1")}bad: [\n`;
    editor = await Editor.start({ initializationOptions: { syntaxElsewhere: ["yaml"] } });
    await editor.open("file:///a.yaml", text);
    expect(ofRule(await editor.pull("file:///a.yaml"), "yaml-syntax")).toEqual([]);
    await editor.connection.sendNotification("kubewright/environment", { syntaxElsewhere: [] });
    await editor.until(async () => ofRule(await editor.pull("file:///a.yaml"), "yaml-syntax").length > 0);
  });
});

describe("other files", () => {
  const start = async (files: Record<string, string>) => {
    const folder = makeFolder(files);
    editor = await Editor.start({ folders: [folder], settings: () => privateRegistry });
    const uri = uriOf(folder, "pod.yaml");
    await editor.open(uri, privatePod);
    return { folder, uri };
  };
  const missing = async (uri: string) => ofRule(await editor.pull(uri), pullSecretMissing).length === 1;

  test("are read although they are not open, and watched", async () => {
    const { folder, uri } = await start({ "account.yaml": serviceAccount() });
    await editor.until(() => editor.registered.includes("workspace/didChangeWatchedFiles"));
    await editor.until(() => missing(uri));
    const refresh = editor.next("workspace/diagnostic/refresh");
    writeFileSync(join(folder, "account.yaml"), serviceAccount("pull"));
    await watched(uriOf(folder, "account.yaml"), changed);
    await refresh;
    expect(await missing(uri)).toBe(false);
    writeFileSync(join(folder, "account.yaml"), serviceAccount());
    await watched(uriOf(folder, "account.yaml"), changed);
    await editor.until(() => missing(uri));
  });

  test("have the typed text, and the text on disk once closed", async () => {
    const { folder, uri } = await start({ "account.yaml": serviceAccount() });
    await editor.until(() => missing(uri));
    const account = uriOf(folder, "account.yaml");
    await editor.open(account, serviceAccount());
    const refresh = editor.next("workspace/diagnostic/refresh");
    await editor.change(account, serviceAccount("pull"));
    await refresh;
    expect(await missing(uri)).toBe(false);
    await editor.close(account);
    await editor.until(() => missing(uri));
  });

  test("are added and removed with their folder", async () => {
    const { uri } = await start({});
    const other = makeFolder({ "account.yaml": serviceAccount("pull") });
    await editor.open(uri, privatePod.replace("puller", "puller"));
    const folders = (added: readonly string[], removed: readonly string[]) =>
      editor.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
        event: {
          added: added.map((path) => ({ uri: uriOf(path), name: path })),
          removed: removed.map((path) => ({ uri: uriOf(path), name: path })),
        },
      });
    await folders([other], []);
    await editor.connection.sendRequest("workspace/executeCommand", {
      command: "kubewright.server.lintWorkspace",
    });
    const summary = async () =>
      editor.connection.sendRequest<{ files: number }>("workspace/executeCommand", {
        command: "kubewright.server.lintWorkspace",
      });
    await editor.until(async () => (await summary()).files === 2);
    await folders([], [other]);
    await editor.until(async () => (await summary()).files === 1);
  });
});

describe("files that people do not edit in place", () => {
  const generated = `# Code generated by a tool. DO NOT EDIT.\n${privilegedPod()}`;

  test("get no findings when they are opened, and the status shows why", async () => {
    const folder = makeFolder({ "v1.2.2.yaml": privilegedPod(), "v1.2.3.yaml": privilegedPod() });
    let settings: unknown = {};
    editor = await Editor.start({
      folders: [folder],
      settings: () => settings,
      initializationOptions: { status: true },
    });
    const roles = new Map<string, string>();
    editor.connection.onNotification(
      "kubewright/status",
      ({ documents }: { documents: readonly { uri: string; role: string }[] }) => {
        for (const { uri, role } of documents) roles.set(uri, role);
      },
    );
    const files = {
      vendored: uriOf(folder, "upstream", "web.yaml"),
      test: uriOf(folder, "src", "test", "web.yaml"),
      released: uriOf(folder, "v1.2.3.yaml"),
      generated: uriOf(folder, "web.yaml"),
    };
    for (const [role, uri] of Object.entries(files)) {
      await editor.open(uri, role === "generated" ? generated : privilegedPod());
      expect(ofRule(await editor.pull(uri), privileged)).toEqual([]);
      await editor.until(async () => roles.get(uri) === role);
    }
    // Remove the text that marks it as generated.
    await editor.change(files.generated, privilegedPod());
    await editor.until(async () => ofRule(await editor.pull(files.generated), privileged).length === 1);
    settings = { vendored: true };
    await editor.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    for (const uri of Object.values(files))
      await editor.until(async () => ofRule(await editor.pull(uri), privileged).length === 1);
  });

  test("are checked if they are opened without a folder", async () => {
    editor = await Editor.start({});
    const uri = "file:///elsewhere/web.yaml";
    await editor.open(uri, generated);
    expect(ofRule(await editor.pull(uri), privileged)).toHaveLength(1);
  });

  test("are known to other files, but not counted or reported with the workspace", async () => {
    const folder = makeFolder({
      "upstream/account.yaml": serviceAccount(),
      "upstream/web.yaml": privilegedPod("b"),
      "deploy/web.yaml": generated.replace("name: web", "name: c"),
      "a.yaml": privilegedPod("a"),
      "pod.yaml": privatePod,
    });
    const settings = () => ({ lint: { scope: "workspace" }, ...privateRegistry });
    editor = await Editor.start({ folders: [folder], settings });
    const count = async () => {
      const command = "kubewright.server.lintWorkspace";
      const summary = await editor.connection.sendRequest<{ files: number }>("workspace/executeCommand", {
        command,
      });
      return summary.files;
    };
    await editor.until(async () => (await count()) === 2);
    const { items } = await editor.connection.sendRequest<{ items: readonly { uri: string }[] }>(
      "workspace/diagnostic",
      { previousResultIds: [] },
    );
    expect(items.map(({ uri }) => uri)).toContain(uriOf(folder, "a.yaml"));
    expect(items.map(({ uri }) => uri).filter((uri) => /upstream|deploy/.test(uri))).toEqual([]);
    const pod = uriOf(folder, "pod.yaml");
    await editor.open(pod, privatePod);
    await editor.until(async () => ofRule(await editor.pull(pod), pullSecretMissing).length === 1);
    expect(await count()).toBe(2);
  });
});

describe("the whole workspace", () => {
  interface Report {
    readonly items: readonly { readonly uri: string; readonly resultId: string; readonly items: unknown[] }[];
  }
  const pullAll = (previousResultIds: readonly { uri: string; value: string }[] = []) =>
    editor.connection.sendRequest<Report>("workspace/diagnostic", { previousResultIds });

  test("is reported if the settings say so, and again after a change", async () => {
    const folder = makeFolder({ "a.yaml": privilegedPod("a"), "b.yaml": annotated('"1"') });
    const a = uriOf(folder, "a.yaml");
    const b = uriOf(folder, "b.yaml");
    editor = await Editor.start({ folders: [folder], settings: () => ({ lint: { scope: "workspace" } }) });
    const first = await pullAll();
    expect(first.items.map(({ uri }) => uri)).toEqual([a]);
    const known = first.items.map(({ uri, resultId }) => ({ uri, value: resultId }));
    const second = pullAll(known);
    writeFileSync(join(folder, "b.yaml"), annotated("1"));
    await watched(b, changed);
    expect((await second).items.map(({ uri }) => uri)).toEqual([b]);
    const third = pullAll([
      ...known,
      ...(await second).items.map(({ uri, resultId }) => ({ uri, value: resultId })),
    ]);
    rmSync(join(folder, "a.yaml"));
    await watched(a, deleted);
    expect((await third).items).toMatchObject([{ uri: a, items: [] }]);
  });

  test("is sent in parts if the client supports them", async () => {
    const files = Array.from({ length: 120 }, (_, at) => [`${at}.yaml`, privilegedPod(`web-${at}`)]);
    const folder = makeFolder(Object.fromEntries(files));
    editor = await Editor.start({ folders: [folder], settings: () => ({ lint: { scope: "workspace" } }) });
    const { ProgressType } = await import("vscode-languageserver/node");
    const parts: number[] = [];
    const progress = editor.connection.onProgress(new ProgressType<Report>(), "part", ({ items }) => {
      parts.push(items.length);
    });
    const last = await editor.connection.sendRequest<Report>("workspace/diagnostic", {
      previousResultIds: [],
      partialResultToken: "part",
    });
    progress.dispose();
    expect(last.items).toEqual([]);
    expect(parts).toEqual([50, 50, 20]);
  });

  test("is not reported by default, until a command requests it", async () => {
    const folder = makeFolder({ "a.yaml": privilegedPod("a") });
    editor = await Editor.start({ folders: [folder] });
    const report = pullAll();
    const summary = await editor.until(async () => {
      const answer = await editor.connection.sendRequest<{ files: number; findings: number }>(
        "workspace/executeCommand",
        { command: "kubewright.server.lintWorkspace" },
      );
      return answer.files === 1 && answer;
    });
    expect(summary.findings).toBeGreaterThan(0);
    expect((await report).items).toHaveLength(1);
  });

  test("is fixed after a preview", async () => {
    const folder = makeFolder({ "a.yaml": privilegedPod("a"), "b.yaml": annotated("1") });
    editor = await Editor.start({ folders: [folder] });
    const proposed = editor.next("workspace/applyEdit");
    await editor.until(async () => {
      const summary = await editor.connection.sendRequest<{ files: number }>("workspace/executeCommand", {
        command: "kubewright.server.fixWorkspace",
      });
      return summary.files === 2;
    });
    await proposed;
    const edit = editor.appliedEdits.at(-1)!;
    expect(edit.changeAnnotations).toMatchObject({
      safe: { needsConfirmation: false },
      review: { needsConfirmation: true },
    });
    const service = {
      documentChanges: edit.documentChanges!.filter((one) => JSON.stringify(one).includes("b.yaml")),
    };
    expect(applied(annotated("1"), service)).toBe(annotated('"1"'));
  });

  test("is fixed immediately, or after a preview, if nothing that runs changes", async () => {
    const folder = makeFolder({ "b.yaml": annotated("1") });
    editor = await Editor.start({ folders: [folder] });
    const fix = () =>
      editor.connection.sendRequest<{ files: number }>("workspace/executeCommand", {
        command: "kubewright.server.fixWorkspace",
      });
    await editor.until(async () => (await fix()).files === 1);
    expect(editor.appliedEdits).toEqual([]);
    for (const [answer, needsConfirmation] of [
      ["Fix", false],
      ["Preview", true],
    ] as const) {
      editor.answer = answer;
      const proposed = editor.next("workspace/applyEdit");
      await fix();
      await proposed;
      expect(editor.appliedEdits.at(-1)?.changeAnnotations).toMatchObject({ safe: { needsConfirmation } });
    }
  });

  test.each([
    ["shows no preview of edits", { applyEdit: true, workspaceEdit: { documentChanges: true } }],
    ["did not say that it takes edits", { ...fullCapabilities.workspace, applyEdit: false }],
  ])("gets only what is safe from a client that %s", async (_, workspace) => {
    const folder = makeFolder({ "a.yaml": privilegedPod("a"), "b.yaml": annotated("1") });
    editor = await Editor.start({ folders: [folder], capabilities: { workspace } });
    const proposed = editor.next("workspace/applyEdit");
    await editor.until(async () => {
      const summary = await editor.connection.sendRequest<{ files: number }>("workspace/executeCommand", {
        command: "kubewright.server.fixWorkspace",
      });
      return summary.files === 1;
    });
    await proposed;
    const edit = JSON.stringify(editor.appliedEdits.at(-1));
    expect(edit).toContain("b.yaml");
    expect(edit).not.toContain("a.yaml");
    expect(editor.heard).not.toContain("window/showMessageRequest");
  });
});

describe("a file that was open", () => {
  interface Report {
    readonly items: readonly { readonly uri: string; readonly resultId: string; readonly items: unknown[] }[];
  }
  /** VS Code does this, because it has forgotten what it got while the file was open. */
  const pullAll = (previousResultIds: readonly { uri: string; value: string }[] = []) =>
    editor.connection.sendRequest<Report>("workspace/diagnostic", { previousResultIds });
  const wholeWorkspace = () => ({ lint: { scope: "workspace" } });

  test("has no findings once it is closed", async () => {
    const folder = makeFolder({ "a.yaml": privilegedPod() });
    const uri = uriOf(folder, "a.yaml");
    editor = await Editor.start({ folders: [folder] });
    await editor.open(uri, privilegedPod());
    expect(await editor.pull(uri)).not.toEqual([]);
    const report = pullAll();
    await editor.close(uri);
    expect((await report).items).toMatchObject([{ uri, items: [] }]);
  });

  test("keeps its findings when it is opened again", async () => {
    const [one, other] = ["file:///one.yaml", "file:///other.yaml"];
    editor = await Editor.start();
    for (const uri of [one, other]) {
      await editor.open(uri, privilegedPod());
      await editor.pull(uri);
    }
    const report = pullAll();
    await editor.close(one);
    await editor.open(one, privilegedPod());
    await editor.close(other);
    expect((await report).items).toMatchObject([{ uri: other, items: [] }]);
  });

  test("shows the file on disk if the whole workspace is linted, and nothing after it is deleted", async () => {
    const folder = makeFolder({ "a.yaml": privilegedPod(), "b.yaml": annotated('"1"') });
    const [a, b] = [uriOf(folder, "a.yaml"), uriOf(folder, "b.yaml")];
    editor = await Editor.start({ folders: [folder], settings: wholeWorkspace });
    await editor.open(b, annotated("1"));
    await editor.open(a, privilegedPod("unsaved"));
    expect(await editor.pull(a)).not.toEqual([]);
    expect(await editor.pull(b)).not.toEqual([]);
    await editor.close(b);
    expect((await pullAll()).items).toMatchObject([{ uri: b, items: [] }]);
    rmSync(join(folder, "a.yaml"));
    await watched(a, deleted);
    await editor.close(a);
    expect((await pullAll()).items).toMatchObject([{ uri: a, items: [] }]);
  });

  test("has no findings once a setting excludes it", async () => {
    const folder = makeFolder({ "a.yaml": privilegedPod() });
    const uri = uriOf(folder, "a.yaml");
    let settings: unknown = wholeWorkspace();
    editor = await Editor.start({ folders: [folder], settings: () => settings });
    await editor.open(uri, privilegedPod());
    expect(await editor.pull(uri)).not.toEqual([]);
    await editor.close(uri);
    const before = (await pullAll()).items;
    expect(before[0]?.items).not.toEqual([]);
    settings = { ...wholeWorkspace(), exclude: ["a.yaml"] };
    await editor.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    const after = pullAll(before.map(({ resultId }) => ({ uri, value: resultId })));
    expect((await after).items).toMatchObject([{ uri, items: [] }]);
  });
});
