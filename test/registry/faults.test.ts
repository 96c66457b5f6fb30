import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { app, clientOf, holding, json, serve, withoutSizes, withSizes } from "./fake.ts";
import { imageOf, indexOf } from "./image.ts";

const image = imageOf({ architecture: "amd64" });

test("a registry that fails once is queried a second time, and no third time", async () => {
  const good = holding({ 1: image });
  let failures = 1;
  const { address, asked } = await serve((request, response) => {
    if (0 < failures--) response.writeHead(502).end("<html>");
    else good(request, response);
  });
  expect(await clientOf().ask(app(address), withoutSizes)).toMatchObject({ digest: image.digest });
  failures = 99;
  asked.length = 0;
  expect(await clientOf().ask(app(address), withoutSizes)).toEqual({
    kind: "unavailable",
    reason: "responded with 502",
  });
  expect(asked).toEqual(["GET /v2/app/manifests/1", "GET /v2/app/manifests/1"]);
});

test("a connection that breaks is retried once", async () => {
  const good = holding({ 1: image });
  let failures = 1;
  const { address } = await serve((request, response) => {
    if (0 < failures--) request.socket.destroy();
    else good(request, response);
  });
  expect(await clientOf().ask(app(address), withoutSizes)).toMatchObject({ digest: image.digest });
});

test("a truncated response is a failure", async () => {
  const { address, asked } = await serve((_, response) => {
    response.writeHead(200, { "content-type": image.type, "content-length": image.body.length });
    response.write(image.body.subarray(0, 20), () => response.destroy());
  });
  expect(await clientOf().ask(app(address), withoutSizes)).toEqual({
    kind: "unavailable",
    reason: "sent an incomplete response",
  });
  expect(asked).toHaveLength(2);
});

test("a registry that never responds, or never finishes, is dropped after the timeout and then spared for a while", async () => {
  let now = 0;
  const { address, asked } = await serve((request, response) => {
    if (request.url?.includes("slow")) response.writeHead(200).write("{");
  });
  const client = clientOf({ timeout: 300, clock: () => now });
  const reason = "did not respond within 1 s";
  expect(await client.ask(app(address, "silent"), withoutSizes)).toEqual({ kind: "unavailable", reason });
  expect(await client.ask(app(address, "slow"), withoutSizes)).toEqual({ kind: "unavailable", reason });
  expect(asked).toEqual(["GET /v2/app/manifests/silent"]);
  now += 31_000;
  expect(await client.ask(app(address, "slow"), withoutSizes)).toEqual({ kind: "unavailable", reason });
  expect(asked).toEqual(["GET /v2/app/manifests/silent", "GET /v2/app/manifests/slow"]);
});

test("a query ends in time even if each of its requests does", async () => {
  const chain = (count: number) => `/v2/app/manifests/${count}`;
  const { address, asked } = await serve((request, response) => {
    const count = Number(/\d+$/.exec(request.url ?? "")?.[0]);
    setTimeout(() => response.writeHead(307, { location: chain(count + 1) }).end(), 190);
  });
  const answer = await clientOf({ timeout: 200 }).ask(app(address), withoutSizes);
  expect(answer).toEqual({ kind: "unavailable", reason: "did not respond within 1 s" });
  expect(asked.length).toBeLessThanOrEqual(4);
});

test("a query is canceled with its last caller", async () => {
  let closed = 0;
  const { address, asked } = await serve((request) => {
    request.socket.on("close", () => closed++);
  });
  const client = clientOf();
  const [first, second] = [new AbortController(), new AbortController()];
  const answers = [first, second].map(({ signal }) => client.ask(app(address), withoutSizes, signal));
  await expect.poll(() => asked).toEqual(["GET /v2/app/manifests/1"]);
  first.abort();
  expect(await answers[0]).toMatchObject({ kind: "unavailable" });
  expect(closed).toBe(0);
  second.abort();
  expect(await answers[1]).toMatchObject({ kind: "unavailable" });
  await expect.poll(() => closed).toBe(1);
  expect(await client.ask(app(address), withoutSizes, first.signal)).toMatchObject({ kind: "unavailable" });
});

test("an endless manifest is not read to the end", async () => {
  let sent = 0;
  const chunk = Buffer.alloc(256 * 1024, " ");
  const { address } = await serve((_, response) => {
    response.writeHead(200, { "content-type": image.type });
    const more = () => {
      while (!response.destroyed && sent < 1024 ** 3) {
        sent += chunk.length;
        if (!response.write(chunk)) return void response.once("drain", more);
      }
      response.end();
    };
    more();
  });
  expect(await clientOf().ask(app(address), withoutSizes)).toEqual({
    kind: "unavailable",
    reason: "sent a response of more than 4 MiB",
  });
  expect(sent).toBeLessThan(64 * 1024 ** 2);
});

const nonsense: readonly (readonly [string, number, string, string])[] = [
  ["a web page", 200, "<!doctype html><title>Welcome</title>", "responded with a web page"],
  ["a web page for what is not there", 404, "<html>", "responded with 404, but not like a registry"],
  ["nothing", 200, "", "responded with something that is not JSON"],
  ["half of an object", 200, '{"schemaVersion": 2, "config"', "responded with something that is not JSON"],
  ["a list", 200, "[]", "responded with something that is not an image"],
  ["null", 200, "null", "responded with something that is not an image"],
  [
    "layers of nonsense",
    200,
    '{"layers":[3],"config":{"digest":1}}',
    "responded with something that is not an image",
  ],
  ["the first schema", 200, '{"schemaVersion":1}', "has this image only in an obsolete format"],
  ["a teapot", 418, "{}", "responded with 418"],
];
test.each(nonsense)("%s is not an image", async (_, status, body, reason) => {
  const { address } = await serve((_, response) => response.writeHead(status).end(body));
  expect(await clientOf().ask(app(address), withSizes)).toEqual({ kind: "unavailable", reason });
});

test("an image that does not match its digest is rejected", async () => {
  const other = imageOf({ architecture: "arm64" });
  const { address } = await serve((_, response) => {
    response.writeHead(200, { "content-type": image.type, "docker-content-digest": image.digest });
    response.end(other.body);
  });
  const reason = "sent an image with the wrong digest";
  expect(await clientOf().ask(app(address), withoutSizes)).toEqual({ kind: "unavailable", reason });
  const byDigest = { ...app(address), digest: image.digest };
  expect(await clientOf().ask(byDigest, withoutSizes)).toEqual({ kind: "unavailable", reason });
});

test("the digest is computed if the registry does not send it", async () => {
  const { address } = await serve((request, response) => {
    if (request.url?.includes("manifests")) response.end(image.body);
    else response.writeHead(500).end();
  });
  // Without its configuration, nothing is known about the platform.
  expect(await clientOf().ask(app(address), withSizes)).toEqual({
    kind: "found",
    digest: image.digest,
    platforms: [],
  });
});

test("an index of hundreds is listed, and only the usual platforms are inspected: each one counts as a pull", async () => {
  const rest = Array.from({ length: 298 }, (_, number) => ({ architecture: `a${number}` }));
  const index = indexOf([...rest, { architecture: "arm64" }, { architecture: "amd64" }]);
  const { address, asked } = await serve(holding({ 1: index }));
  const answer = await clientOf().ask(app(address), withSizes);
  const platforms = answer.kind === "found" ? answer.platforms : [];
  expect(platforms).toHaveLength(300);
  expect(platforms.filter(({ size }) => size !== undefined)).toEqual(platforms.slice(298));
  expect(asked).toHaveLength(1 + 2 * 2);
});

test("a host that refuses connections, does not exist or does not speak HTTP is reported", async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  expect(await clientOf().ask(app(`127.0.0.1:${port}`), withoutSizes)).toEqual({
    kind: "unavailable",
    reason: "refuses connections",
  });
  const smtp = createServer((socket) => socket.on("error", () => {}).end("220 mail.example ESMTP\r\n"));
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void smtp.close());
  const { port: other } = smtp.address() as AddressInfo;
  expect(await clientOf().ask(app(`127.0.0.1:${other}`), withoutSizes)).toEqual({
    kind: "unavailable",
    reason: "does not use HTTP correctly",
  });
  expect(await clientOf().ask(app("registry.invalid"), withoutSizes)).toMatchObject({ kind: "unavailable" });
});

const names: readonly (readonly [string, string, string | undefined, string | undefined])[] = [
  ["registry.example/x", "app", "1", undefined],
  ["user:secret@registry.example", "app", "1", undefined],
  ["registry.example:99999", "app", "1", undefined],
  ["1.2.3.4.5", "app", "1", undefined],
  ["", "app", "1", undefined],
  ["localhost", "../admin", "1", undefined],
  ["localhost", "App", "1", undefined],
  ["localhost", "app", "1/../../x", undefined],
  ["localhost", "app", "${TAG}", undefined],
  ["localhost", "app", "a".repeat(10_000), undefined],
  ["localhost", "app", "a\r\nx: y", undefined],
  ["localhost", "app", "1", "sha256:abc"],
];
test.each(names)("no registry is queried about %s/%s:%s@%s", async (registry, repository, tag, digest) => {
  const reason = "cannot have an image with this name";
  const answer = await clientOf().ask({ registry, repository, tag, digest }, withoutSizes);
  expect(answer).toEqual({ kind: "unavailable", reason });
});

test("tags are listed page by page, only from this registry and not forever", async () => {
  const { address, asked } = await serve((request, response) => {
    const last = Number(new URL(request.url ?? "", "http://x").searchParams.get("last") ?? 0);
    const links: Readonly<Record<string, string>> = {
      app: last < 3 ? `</v2/app/tags/list?n=1000&last=${last + 1}>; rel="next"` : "",
      endless: `<?n=1000&last=${last + 1}>; rel="next"`,
      circle: `</v2/circle/tags/list?n=1000>; rel="next"`,
      away: '<http://registry.example/v2/away/tags/list>; rel="next"',
      aside: '</v2/other/tags/list>; rel="next"',
    };
    const name = /^\/v2\/(\w+)/.exec(request.url ?? "")?.[1] ?? "";
    if (links[name]) response.setHeader("link", links[name]);
    json(response, 200, { tags: [`${name}-${last}`] });
  });
  const client = clientOf();
  expect(await client.tags(address, "app")).toEqual({
    kind: "found",
    tags: ["app-0", "app-1", "app-2", "app-3"],
    complete: true,
  });
  expect(await client.tags(address, "endless")).toMatchObject({ tags: { length: 10 }, complete: false });
  asked.length = 0;
  expect(await client.tags(address, "circle")).toMatchObject({ tags: ["circle-0"], complete: false });
  expect(await client.tags(address, "away")).toMatchObject({ tags: ["away-0"], complete: false });
  expect(await client.tags(address, "aside")).toMatchObject({ tags: ["aside-0"], complete: false });
  expect(asked).toHaveLength(3);
});

test("an unreadable authority is reported, and an invalid one affects nothing else", async () => {
  const { address } = await serve(holding({ 1: image }));
  const told: string[] = [];
  const onProblem = (problem: string) => told.push(problem);
  const gone = clientOf({ certificateAuthority: "/nonexistent/ca.pem", onProblem });
  expect(await gone.ask(app(address), withoutSizes)).toMatchObject({ kind: "found" });
  expect(told).toEqual(["cannot read the certificate authority /nonexistent/ca.pem"]);
  const none = clientOf({ certificateAuthority: "-----BEGIN CERTIFICATE-----\nnone\n" });
  expect(await none.ask(app(address), withoutSizes)).toMatchObject({ kind: "found" });
});
