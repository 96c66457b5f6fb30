import { afterAll, beforeAll, expect, test } from "vitest";
import { buildServer, Editor, makeFolder, removeServer, uriOf } from "./client.ts";
import { privilegedPod } from "./manifests.ts";

beforeAll(buildServer);
afterAll(removeServer);

const exitOf = (editor: Editor) =>
  new Promise<number | null>((done) => editor.process.once("exit", (code) => done(code)));

test("ends with 0 when it was told to shut down, also in the middle of reading the workspace", async () => {
  const files = Array.from({ length: 300 }, (_, at) => [`${at}.yaml`, privilegedPod(`web-${at}`)]);
  const folder = makeFolder(Object.fromEntries(files));
  const editor = await Editor.start({ folders: [folder] });
  await editor.open(uriOf(folder, "0.yaml"), privilegedPod());
  expect(await editor.stop()).toBe(0);
});

test("ends with 1 when it is told to exit without a shutdown", async () => {
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

test("shows that it reads the workspace", async () => {
  const files = Array.from({ length: 300 }, (_, at) => [`${at}.yaml`, privilegedPod(`web-${at}`)]);
  const editor = await Editor.start({ folders: [makeFolder(Object.fromEntries(files))] });
  await editor.until(() => editor.heard.includes("window/workDoneProgress/create"));
  expect(await editor.stop()).toBe(0);
});

test("tells how things stand to clients that listen", async () => {
  const editor = await Editor.start({ initializationOptions: { status: true } });
  const uri = "file:///shop/web.yaml";
  const heard = new Promise<unknown>((done) => {
    editor.connection.onNotification("kubewright/status", (status: { documents: unknown[] }) => {
      if (status.documents.length > 0) done(status.documents[0]);
    });
  });
  await editor.open(uri, privilegedPod());
  await editor.pull(uri);
  expect(await heard).toMatchObject({ uri, kubernetes: true, resources: 1, preset: "recommended" });
  await editor.stop();
});

test("asks the client for nothing before it is initialized", async () => {
  const editor = await Editor.start({ folders: [makeFolder()] });
  await editor.until(() => editor.registered.length > 0);
  expect(editor.registered.sort()).toEqual([
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
  ]);
  await editor.stop();
});
