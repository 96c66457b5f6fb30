import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RegistryCache } from "../../host/registry/cache.ts";
import { app, clientOf, holding, serve, temporaryFolder, withoutSizes, withSizes } from "./fake.ts";
import { imageOf, indexOf } from "./image.ts";

const image = imageOf({ architecture: "amd64", user: "1000" });
const index = indexOf([{ architecture: "amd64" }, { architecture: "arm64", variant: "v8" }]);
const hour = 60 * 60_000;

test("a digest is queried only once, a tag once an hour, and then only for its digest", async () => {
  const images = { 1: index };
  const { address, asked } = await serve((request, response) => holding(images)(request, response));
  const cacheFolder = join(temporaryFolder(), "deep", "cache");
  let now = 0;
  // A new client each time, so everything it knows comes from the folder.
  const ask = (question = app(address)) =>
    clientOf({ cacheFolder, clock: () => now }).ask(question, withSizes);
  const first = await ask();
  expect(first).toMatchObject({
    kind: "found",
    digest: index.digest,
    platforms: [{ size: 100 }, { size: 100 }],
  });
  expect(asked).toHaveLength(5);
  now = hour - 1;
  expect(await ask()).toEqual(first);
  expect(asked).toHaveLength(5);
  now = hour;
  expect(await ask()).toEqual(first);
  expect(asked.slice(5)).toEqual(["HEAD /v2/app/manifests/1"]);
  now = 2 * hour - 1;
  expect(await ask()).toEqual(first);
  expect(asked).toHaveLength(6);
  images[1] = image;
  now = 2 * hour;
  expect(await ask()).toMatchObject({ digest: image.digest, platforms: [{ user: "1000" }] });
  expect(asked.slice(6)).toEqual([
    "HEAD /v2/app/manifests/1",
    "GET /v2/app/manifests/1",
    `GET /v2/app/blobs/${image.blobs[0]!.digest}`,
  ]);
  now = 10_000 * hour;
  expect(await ask({ ...app(address), digest: index.digest })).toEqual(first);
  expect(asked).toHaveLength(9);
});

test("a missing tag is queried again after five minutes, and a failed query immediately", async () => {
  let isDown = true;
  const good = holding({});
  const { address, asked } = await serve((request, response) => {
    if (isDown) response.writeHead(400).end();
    else good(request, response);
  });
  let now = 0;
  const client = clientOf({ clock: () => now });
  expect(await client.ask(app(address), withoutSizes)).toMatchObject({ kind: "unavailable" });
  isDown = false;
  expect(await client.ask(app(address), withoutSizes)).toEqual({ kind: "missing", tags: [] });
  expect(await client.ask(app(address), withoutSizes)).toEqual({ kind: "missing", tags: [] });
  expect(asked).toHaveLength(3);
  now += 5 * 60_000;
  expect(await client.ask(app(address), withoutSizes)).toEqual({ kind: "missing", tags: [] });
  expect(asked).toHaveLength(5);
});

test("a partial answer is not stored", async () => {
  let isDown = true;
  const good = holding({ 1: image });
  const { address } = await serve((request, response) => {
    if (isDown && request.url?.includes("blobs")) response.writeHead(400).end();
    else good(request, response);
  });
  const client = clientOf();
  expect(await client.ask(app(address), withoutSizes)).toMatchObject({ kind: "found", platforms: [] });
  isDown = false;
  expect(await client.ask(app(address), withoutSizes)).toMatchObject({ platforms: [{ user: "1000" }] });
});

test("concurrent callers share one query", async () => {
  const { address, asked } = await serve(holding({ 1: image }));
  const client = clientOf();
  const answers = await Promise.all(Array.from({ length: 20 }, () => client.ask(app(address), withoutSizes)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(asked).toHaveLength(2);
});

test("a damaged cache, or one of a different user, is ignored", async () => {
  const { address, asked } = await serve(holding({ 1: index }));
  const cacheFolder = temporaryFolder();
  const ask = () => clientOf({ cacheFolder }).ask(app(address), withSizes);
  const first = await ask();
  const names = readdirSync(cacheFolder);
  const damages: readonly ((text: string) => string | Buffer)[] = [
    () => "",
    (text) => text.slice(0, text.length / 2),
    () => Buffer.from([0xff, 0x00, 0xfe]),
    () => "null",
    (text) => text.replace('"version":1', '"version":2'),
    (text) => text.replace(/"key":"[^"]*"/, '"key":"another"'),
    (text) =>
      text.replace(/"value":.*/, '"value":{"kind":"image","platform":{"os":"linux","architecture":"x"}}}'),
    (text) => text.replace(/"value":.*/, '"value":{"kind":"index","images":3}}'),
    (text) => text.replace(/"value":.*/, '"value":"sha256:../../etc/passwd"}'),
    () => `"${"x".repeat(2_000_000)}"`,
  ];
  for (const damage of damages) {
    asked.length = 0;
    for (const name of names) {
      const path = join(cacheFolder, name);
      writeFileSync(path, damage(readFileSync(path, "utf8")));
    }
    expect(await ask()).toEqual(first);
    expect(asked).toHaveLength(5);
    expect(readdirSync(cacheFolder).sort()).toEqual([...names].sort());
  }
});

test("without a writable folder, only the memory between runs is lost", async () => {
  const { address, asked } = await serve(holding({ 1: image }));
  const cacheFolder = join(temporaryFolder(), "file");
  writeFileSync(cacheFolder, "");
  const client = clientOf({ cacheFolder });
  expect(await client.ask(app(address), withoutSizes)).toMatchObject({ kind: "found" });
  expect(await client.ask(app(address), withoutSizes)).toMatchObject({ kind: "found" });
  expect(asked).toHaveLength(2);
});

test("other users cannot read the cache", async () => {
  const { address } = await serve(holding({ 1: image }));
  const cacheFolder = join(temporaryFolder(), "cache");
  await clientOf({ cacheFolder }).ask(app(address), withoutSizes);
  expect(statSync(cacheFolder).mode & 0o777).toBe(0o700);
  const modes = readdirSync(cacheFolder).map((name) => statSync(join(cacheFolder, name)).mode & 0o777);
  expect(modes).toEqual([0o600, 0o600]);
});

test("the oldest of too many entries are removed", async () => {
  const folder = join(temporaryFolder(), "cache");
  mkdirSync(folder);
  writeFileSync(join(folder, "not ours.txt"), "");
  for (let number = 0; number < 5_100; number++) {
    const path = join(folder, `${number.toString(16).padStart(40, "0")}.json`);
    writeFileSync(path, "{}");
    utimesSync(path, number, number);
  }
  await new RegistryCache(folder, () => 0).write("key", "value");
  const names = readdirSync(folder).sort();
  expect(names).toHaveLength(4_501);
  expect(names).toContain("not ours.txt");
  expect(names).not.toContain(`${"0".repeat(40)}.json`);
  expect(await new RegistryCache(folder, () => 0).read("key", String)).toEqual({ value: "value", age: 0 });
});
