import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { app, clientOf, type Fake, holding, json, serve, temporaryFolder, withoutSizes } from "./fake.ts";
import { imageOf } from "./image.ts";

const image = imageOf({ architecture: "amd64" });
const login = { username: "reader", password: "correct horse" };
const basic = `Basic ${Buffer.from("reader:correct horse").toString("base64")}`;

/** A client with a login for these registries. */
function loggedIn(...registries: readonly string[]) {
  const dockerConfig = join(temporaryFolder(), "config.json");
  const auths = Object.fromEntries(registries.map((registry) => [registry, login]));
  writeFileSync(dockerConfig, JSON.stringify({ auths }));
  return { dockerConfig };
}

function authorizations({ headers }: Fake): readonly (string | undefined)[] {
  return headers.map(({ authorization }) => authorization);
}

test("a registry that repeats its challenge is answered once", async () => {
  const tokens = await serve((_, response) => json(response, 200, { token: "t" }));
  const registry = await serve((_, response) => {
    response.setHeader("www-authenticate", `Bearer realm="http://${tokens.address}/",service="s"`);
    json(response, 401, { errors: [{ code: "UNAUTHORIZED" }] });
  });
  expect(await clientOf().ask(app(registry.address), withoutSizes)).toEqual({ kind: "denied" });
  expect(authorizations(registry)).toEqual([undefined, "Bearer t"]);
  expect(tokens.asked).toEqual(["GET /?service=s&scope=repository%3Aapp%3Apull"]);
  registry.asked.length = 0;
  const guarded = clientOf(loggedIn(registry.address));
  expect(await guarded.ask(app(registry.address), withoutSizes)).toEqual({ kind: "denied" });
  expect(registry.asked).toHaveLength(2);
});

test("one token serves a repository until it expires", async () => {
  let now = 0;
  const good = holding({ 1: image, 2: image, 3: image });
  const tokens = await serve((_, response) => json(response, 200, { access_token: "t", expires_in: 300 }));
  const registry = await serve((request, response) => {
    if (request.headers.authorization) return good(request, response);
    response.setHeader("www-authenticate", `Basic realm="x", Bearer realm="http://${tokens.address}/?a=b"`);
    json(response, 401, {});
  });
  const client = clientOf({ clock: () => now });
  for (const tag of ["1", "2", "3"])
    expect(await client.ask(app(registry.address, tag), withoutSizes)).toMatchObject({ kind: "found" });
  expect(tokens.asked).toEqual(["GET /?a=b&scope=repository%3Aapp%3Apull"]);
  now += 299_000;
  expect(await client.ask(app(registry.address, "none"), withoutSizes)).toMatchObject({ kind: "missing" });
  expect(tokens.asked).toHaveLength(2);
});

const odd: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  ["no challenge at all", {}, "requires a login method that is not supported"],
  ["Negotiate", { "www-authenticate": "Negotiate" }, "requires a login method that is not supported"],
  ["no realm", { "www-authenticate": 'Bearer service="x"' }, "requires a login method that is not supported"],
  [
    "a realm that is a path",
    { "www-authenticate": 'Bearer realm="/token"' },
    "refers to a token server at an address that is not allowed",
  ],
  [
    "a realm that is a file",
    { "www-authenticate": 'Bearer realm="file:///etc/passwd"' },
    "refers to a token server at an address that is not allowed",
  ],
];
test.each(odd)("a challenge with %s cannot be met", async (_, headers, reason) => {
  const { address } = await serve((_, response) => response.writeHead(401, headers).end());
  expect(await clientOf(loggedIn(address)).ask(app(address), withoutSizes)).toEqual({
    kind: "unavailable",
    reason,
  });
});

const tokenFaults: readonly (readonly [string, number, string, string])[] = [
  ["nothing", 500, "", "responded with 500"],
  ["a web page", 200, "<html>", "responded without one"],
  ["no token", 200, '{"token": ""}', "responded without one"],
  ["a token that no header can carry", 200, '{"token": "a\\r\\nb"}', "responded without one"],
];
test.each(tokenFaults)(
  "a token server that gives %s is told from the registry",
  async (_, status, body, said) => {
    const tokens = await serve((_, response) => response.writeHead(status).end(body));
    const { address } = await serve((_, response) => {
      response.writeHead(401, { "www-authenticate": `Bearer realm="http://${tokens.address}/"` }).end();
    });
    expect(await clientOf().ask(app(address), withoutSizes)).toEqual({
      kind: "unavailable",
      reason: `requires a token from ${tokens.address}, which ${said}`,
    });
  },
);

test("another host gets no credentials with a redirect, and cannot request them", async () => {
  const good = holding({ 1: image });
  const storage = await serve((request, response) => {
    if (request.url?.includes("locked"))
      response.writeHead(401, { "www-authenticate": `Bearer realm="http://${storage.address}/token"` }).end();
    else good(request, response);
  });
  const registry = await serve((request, response) => {
    if (!request.headers.authorization) response.writeHead(401, { "www-authenticate": "Basic" }).end();
    else response.writeHead(307, { location: `http://${storage.address}${request.url}` }).end();
  });
  const client = clientOf(loggedIn(registry.address, storage.address));
  expect(await client.ask(app(registry.address), withoutSizes)).toMatchObject({
    kind: "found",
    digest: image.digest,
    platforms: [{ architecture: "amd64" }],
  });
  expect(await client.ask(app(registry.address, "locked"), withoutSizes)).toEqual({
    kind: "unavailable",
    reason: "redirects to a different host, which responded with 401",
  });
  expect(authorizations(registry)).toEqual([undefined, basic, basic, basic]);
  expect(authorizations(storage)).toEqual([undefined, undefined, undefined]);
  // As registry.k8s.io does, which redirects everything.
  expect(await client.ask(app(registry.address, "none"), withoutSizes)).toEqual({
    kind: "missing",
    tags: ["1"],
  });
});

test("a redirect of a token server gets no credentials", async () => {
  const elsewhere = await serve((_, response) => json(response, 200, { token: "t" }));
  const tokens = await serve((_, response) => {
    response.writeHead(307, { location: `http://${elsewhere.address}/` }).end();
  });
  const registry = await serve((_, response) => {
    response.writeHead(401, { "www-authenticate": `Bearer realm="http://${tokens.address}/"` }).end();
  });
  const client = clientOf(loggedIn(registry.address));
  expect(await client.ask(app(registry.address), withoutSizes)).toEqual({ kind: "denied" });
  expect(authorizations(tokens)).toEqual([basic]);
  expect(authorizations(elsewhere)).toEqual([undefined]);
  const dockerConfig = join(temporaryFolder(), "config.json");
  writeFileSync(dockerConfig, JSON.stringify({ auths: { [registry.address]: { identitytoken: "i" } } }));
  expect(await clientOf({ dockerConfig }).ask(app(registry.address), withoutSizes)).toEqual({
    kind: "unavailable",
    reason: `requires a token from ${tokens.address}, which responded with 307`,
  });
  expect(elsewhere.asked).toHaveLength(1);
});

test("circular or invalid redirects end", async () => {
  const { address, asked } = await serve((request, response) => {
    response.writeHead(302, { location: request.url?.includes("file") ? "file:///etc/passwd" : "#" }).end();
  });
  expect(await clientOf().ask(app(address), withoutSizes)).toEqual({
    kind: "unavailable",
    reason: "redirects in a loop",
  });
  expect(asked).toHaveLength(6);
  expect(await clientOf().ask(app(address, "file"), withoutSizes)).toEqual({
    kind: "unavailable",
    reason: "redirects to an address that is not allowed",
  });
});

test("a login is not sent to a host without TLS, and this is reported", async () => {
  const proxy = await serve((_, response) => {
    response.writeHead(401, { "www-authenticate": "Basic" }).end();
  });
  const told: string[] = [];
  const client = clientOf({
    ...loggedIn("registry.example"),
    environment: { HTTP_PROXY: `http://${proxy.address}` },
    insecureRegistries: ["registry.example"],
    onProblem: (problem) => told.push(problem),
  });
  expect(await client.ask(app("registry.example"), withoutSizes)).toEqual({
    kind: "unavailable",
    reason: "requires credentials, and its credentials are not sent without TLS",
  });
  expect(authorizations(proxy)).toEqual([undefined]);
  expect(told).toEqual([
    "registry.example is queried without credentials: its credentials are not sent without TLS",
  ]);
});
