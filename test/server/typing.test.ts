/** What an editor shows while the user types. */
import { afterEach, describe, expect, test } from "vitest";
import type { Diagnostic } from "vscode-languageserver/node";
import { Editor, fullCapabilities, ofRule } from "./client.ts";
import {
  annotated,
  notString,
  privatePod,
  privateRegistry,
  privileged,
  privilegedPod,
  serviceAccount,
} from "./manifests.ts";

let editor: Editor;
afterEach(() => editor.stop());
const uri = "file:///shop/web.yaml";

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  labels: { app: web }
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels: &labels
        app: web
    spec:
      containers:
        - name: web
          image: nginx:1.29.1
          command: ["sh", "-c", "echo hi"]
          ports:
            - containerPort: 8080
          env:
            - name: A
              value: "1"
            - { name: B, value: '2' }
          resources:
            requests:
              cpu: 100m
              memory: 1.5Gi
            limits:
              memory: 512Mi
          readinessProbe:
            httpGet: { path: /, port: 8080 }
---
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: 8080
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: backup
  namespace: shop
  annotations: { note: "it's \\"quoted\\"" }
spec:
  schedule: "*/5 * * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: backup
              image: registry.example.com/backup:1.4.2
              args: [--all, "--into=/data"]
              resources: { requests: { cpu: 1 }, limits: { memory: 64Mi } }
`;

/** Types at an offset, key by key, and pulls after each one. */
async function type(before: string, keys: string, after = ""): Promise<readonly (readonly Diagnostic[])[]> {
  const states: (readonly Diagnostic[])[] = [];
  let typed = "";
  for (const key of keys) {
    const above = (before + typed).split("\n");
    const at = { line: above.length - 1, character: above.at(-1)!.length };
    await editor.change(uri, key, { start: at, end: at });
    typed += key;
    states.push(await editor.pull(uri));
  }
  expect(before + typed + after).toContain(keys);
  return states;
}

const saying = ({ code, message, range }: Diagnostic) => `${range.start.line + 1}: ${code}: ${message}`;

/** Diagnostics that appeared and disappeared again. */
function flashes(states: readonly (readonly Diagnostic[])[]): readonly string[] {
  const gone: string[] = [];
  states.forEach((state, at) => {
    const now = new Set(state.map(saying));
    for (const before of (states[at - 1] ?? []).map(saying)) if (!now.has(before)) gone.push(before);
  });
  return gone;
}

describe("while a manifest is typed", () => {
  test("nothing flashes, and the remaining problems are shown after a pause", async () => {
    editor = await Editor.start();
    await editor.open(uri, "");
    await editor.pull(uri);
    const states = await type("", deployment);
    expect(flashes(states).length).toBeLessThanOrEqual(5);
    const atOnce = await Editor.start();
    await atOnce.open(uri, deployment);
    const inTheEnd = (await atOnce.pull(uri)).map(saying);
    await atOnce.stop();
    expect(inTheEnd).not.toEqual([]);
    await editor.until(async () => (await editor.pull(uri)).map(saying).join() === inTheEnd.join());
  }, 120_000);

  test.each([
    ["a key", "\n  labe", "value"],
    ["a quote", '\n  labels: { app: "we', "value"],
    ["a bracket", "\n  finalizers: [a", "value"],
    ["an item", "\n  - na", "value"],
    ["an alias", "\n  labels: *no", "value"],
    ["a tag", "\n  labels: !!m", "value"],
    ["a colon in a value", "\n  name: a: b", "value"],
  ])("half of %s is not reported, and takes nothing else away", async (_what, keys) => {
    editor = await Editor.start();
    const before = `${privilegedPod("first")}---\napiVersion: v1\nkind: Service\nmetadata:`;
    const after = `\n  namespace: shop\n  annotations:\n    port: 1\n---\n${privilegedPod("last")}`;
    await editor.open(uri, before + after);
    const shown = (await editor.pull(uri)).map(({ message }) => message);
    expect(shown.length).toBeGreaterThan(4);
    for (const state of await type(before, keys, after)) {
      expect(state.map(({ message }) => message)).toEqual(shown);
    }
  });

  test("a finding stays with its text, and disappears as soon as its line is fixed", async () => {
    editor = await Editor.start();
    const text = annotated("9113");
    await editor.open(uri, text);
    expect(ofRule(await editor.pull(uri), notString)[0]?.range.start.line).toBe(6);
    await type("", "# note\n", text);
    const states = await type("# note\n# and\n", "#", text);
    expect(ofRule(states.at(-1)!, notString)[0]?.range.start.line).toBe(7);
    await editor.change(uri, "#\n", { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } });
    await editor.change(uri, annotated('"9113"'));
    expect(ofRule(await editor.pull(uri), notString)).toEqual([]);
  });

  test("another open document does not change until typing pauses", async () => {
    editor = await Editor.start({ settings: () => privateRegistry });
    const other = "file:///shop/other.yaml";
    await editor.open(other, privatePod);
    await editor.open(uri, serviceAccount("pull"));
    const before = await editor.pull(other);
    await editor.pull(uri);
    await editor.change(uri, serviceAccount());
    expect(await editor.pull(other)).toEqual(before);
    await editor.until(async () => (await editor.pull(other)).length !== before.length);
  });

  test("pasted or saved text is reported immediately", async () => {
    editor = await Editor.start();
    await editor.open(uri, "");
    await editor.pull(uri);
    await editor.change(uri, privilegedPod());
    expect(ofRule(await editor.pull(uri), privileged)).toHaveLength(1);
    await editor.change(uri, `x\n${privilegedPod()}`);
    expect(ofRule(await editor.pull(uri), "yaml-syntax")).toEqual([]);
    await editor.connection.sendNotification("textDocument/didSave", { textDocument: { uri } });
    expect(ofRule(await editor.pull(uri), "yaml-syntax")).toHaveLength(1);
  });

  test("a client that cannot be asked to refresh is answered after a pause", async () => {
    editor = await Editor.start({ capabilities: { textDocument: { diagnostic: {} } } });
    await editor.open(uri, privilegedPod());
    await editor.pull(uri);
    await editor.change(uri, `${privilegedPod()}x`);
    expect(ofRule(await editor.pull(uri), "yaml-syntax")).toHaveLength(1);
  });

  test("a client that does not pull gets diagnostics after a pause, and nothing before", async () => {
    editor = await Editor.start({ capabilities: { textDocument: { publishDiagnostics: {} } } });
    await editor.open(uri, privilegedPod());
    await editor.until(() => editor.published.get(uri)?.length);
    const count = editor.published.get(uri)!.length;
    await editor.change(uri, `${privilegedPod()}x`);
    await editor.next("textDocument/publishDiagnostics");
    expect(editor.published.get(uri)).toHaveLength(count);
    await editor.until(() => ofRule(editor.published.get(uri)!, "yaml-syntax").length === 1);
  });
});

test("automatic completions leave Enter alone", async () => {
  editor = await Editor.start({ capabilities: fullCapabilities });
  const pod = (image: string) => privilegedPod().replace("registry.example.com/web:1.2.3", image);
  const at = (image: string) => ({ line: 8, character: "      image: ".length + image.length });
  await editor.open(uri, pod("x"));
  await editor.pull(uri);
  const typed = async (image: string) => {
    await editor.change(uri, pod(image));
    const list = await editor.complete(uri, at(image));
    if (list) expect(list.isIncomplete).toBe(true);
    return list?.items.map(({ label }) => label) ?? [];
  };
  expect(await typed("")).toContain("nginx");
  expect(await typed("ngi")).toEqual([]);
  expect(await typed("nginx")).toEqual([]);
  expect(await typed("nginx:")).toContain("1.31-alpine");
  expect(await typed("nginx:1.3")).toEqual([]);
  // If the user is not typing, the request is explicit.
  await editor.connection.sendNotification("textDocument/didSave", { textDocument: { uri } });
  await editor.change(uri, pod("nginx:1.31"));
  await editor.connection.sendNotification("textDocument/didSave", { textDocument: { uri } });
  const list = await editor.complete(uri, at("nginx:1.31"));
  expect(list?.items.map(({ label }) => label)).toContain("1.31-alpine");
});
