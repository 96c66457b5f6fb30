import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { version } from "../../package.json";
import { Editor, makeFolder, removeFolders, uriOf } from "./client.ts";
import { privilegedPod } from "./manifests.ts";

afterAll(removeFolders);

const exitOf = (editor: Editor) =>
  new Promise<number | null>((done) => editor.process.once("exit", (code) => done(code)));

test("ends with 0 after a shutdown request, even while it is reading the workspace", async () => {
  const files = Array.from({ length: 300 }, (_, at) => [`${at}.yaml`, privilegedPod(`web-${at}`)]);
  const folder = makeFolder(Object.fromEntries(files));
  const editor = await Editor.start({ folders: [folder] });
  await editor.open(uriOf(folder, "0.yaml"), privilegedPod());
  expect(await editor.stop()).toBe(0);
});

test("ends with 1 if it has to exit without a shutdown", async () => {
  const editor = await Editor.start();
  const exit = exitOf(editor);
  await editor.connection.sendNotification("exit");
  expect(await exit).toBe(1);
});

test("does not outlive its editor", async () => {
  const editor = await Editor.start();
  const exit = exitOf(editor);
  editor.process.stdin?.end();
  expect(await exit).toBe(1);
});

test("shows that it is reading the workspace", async () => {
  const files = Array.from({ length: 300 }, (_, at) => [`${at}.yaml`, privilegedPod(`web-${at}`)]);
  const editor = await Editor.start({ folders: [makeFolder(Object.fromEntries(files))] });
  await editor.until(() => editor.heard.includes("window/workDoneProgress/create"));
  expect(await editor.stop()).toBe(0);
});

test("reports its status to clients that support that", async () => {
  const editor = await Editor.start({ initializationOptions: { status: true } });
  const uri = "file:///shop/web.yaml";
  const heard = new Promise<unknown>((done) => {
    editor.connection.onNotification("kubewright/status", (status: { documents: unknown[] }) => {
      if (status.documents.length > 0) done(status.documents[0]);
    });
  });
  await editor.open(uri, privilegedPod());
  await editor.pull(uri);
  expect(await heard).toMatchObject({ uri, role: "manifest", resources: 1, preset: "recommended" });
  await editor.stop();
});

test("requests nothing from the client before it is initialized", async () => {
  const editor = await Editor.start({ folders: [makeFolder()] });
  await editor.until(() => editor.registered.length > 0);
  expect(editor.registered.sort()).toEqual([
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
  ]);
  await editor.stop();
});

test("logs what it read, how much and how fast, but no content", async () => {
  const folder = makeFolder({
    "web.yaml": privilegedPod("s3cr3t-name"),
    "sub/.kubewright.yaml": "preset: strict\n",
    "sub/web.yaml": privilegedPod(),
  });
  const editor = await Editor.start({ folders: [folder] });
  const lines: string[] = [];
  editor.connection.onNotification("window/logMessage", ({ message }: { message: string }) => {
    lines.push(message);
  });
  await editor.until(() => lines.some((line) => line.startsWith("Configuration ")));
  const log = lines.join("\n");
  expect(log).toMatch(/^Kubewright \d+\.\d+\.\d+ on Node\.js /m);
  expect(log).toContain(`Folder ${folder}: preset recommended, Kubernetes 1.`);
  expect(log).toMatch(/^Read 2 files in 1 folders? in \d+ ms: 2 resources$/m);
  expect(log).toContain(`Configuration ${join(folder, "sub", ".kubewright.yaml")}`);
  expect(log).not.toContain("s3cr3t");
  await editor.stop();
});

test("reports its version, and debug information without user data", async () => {
  const folder = makeFolder({ "s3cr3t.yaml": privilegedPod("s3cr3t") });
  const editor = await Editor.start({ folders: [folder] });
  expect(editor.result.serverInfo).toEqual({ name: "kubewright", version });
  await editor.open(uriOf(folder, "s3cr3t.yaml"), privilegedPod("s3cr3t"));
  const information = await editor.connection.sendRequest("workspace/executeCommand", {
    command: "kubewright.server.debugInformation",
  });
  expect(information).toMatchObject({ version, folders: 1, documents: [{ role: "manifest", resources: 1 }] });
  expect(JSON.stringify(information)).not.toMatch(/s3cr3t|\/tmp/);
  await editor.stop();
});

test.each([
  ["manifest", "web.yaml", privilegedPod()],
  ["dockerfile", "Dockerfile", "FROM nginx\n"],
  ["kustomization", "kustomization.yaml", "images: [{ name: nginx, newTag: '1' }]\n"],
  [
    "patch",
    "patches/web.yaml",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: 2 }\n",
  ],
  ["template", "templates/web.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n"],
  ["values", "values.yaml", "image: { repository: nginx, tag: '1.0' }\n"],
  ["other", "notes.yaml", "a: 1\n"],
] as const)("takes a document for a %s", async (role, name, text) => {
  const editor = await Editor.start();
  const language = name === "Dockerfile" ? "dockerfile" : "yaml";
  await editor.open(`file:///shop/${name}`, text, language);
  const information = await editor.connection.sendRequest("workspace/executeCommand", {
    command: "kubewright.server.debugInformation",
  });
  expect(information).toMatchObject({ documents: [{ role }] });
  await editor.stop();
});
