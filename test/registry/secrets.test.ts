import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { app, clientOf, holding, json, serve, temporaryFolder, withSizes } from "./fake.ts";
import { imageOf, indexOf } from "./image.ts";

const secret = "s3cret&p@ss/word";
/** As is, in transit, and as stored by Docker. */
const traces: readonly string[] = [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString("base64"),
  Buffer.from(`reader:${secret}`).toString("base64"),
  "issued-t0ken",
];
const basic = `Basic ${traces[4]}`;

afterEach(() => void vi.restoreAllMocks());

/** Everything about these queries that could be visible to a user, in a log or on disk. */
async function seen(
  registry: string,
  config: object | string,
  options: { readonly helper?: string; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<readonly string[]> {
  const home = temporaryFolder();
  mkdirSync(join(home, ".docker"));
  const path = join(home, ".docker", "config.json");
  writeFileSync(path, typeof config === "string" ? config : JSON.stringify(config));
  if (options.helper !== undefined)
    writeFileSync(join(home, "docker-credential-x"), `#!/bin/sh\n${options.helper}\n`, { mode: 0o700 });
  const said: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((chunk) => said.push(String(chunk)) !== 0);
  for (const method of ["log", "info", "warn", "error", "debug"] as const)
    vi.spyOn(console, method).mockImplementation((...words) => said.push(words.map(String).join(" ")));
  const cacheFolder = join(home, "cache");
  const client = clientOf({
    cacheFolder,
    environment: { HOME: home, PATH: `${home}:${process.env["PATH"]}`, ...options.environment },
    onProblem: (problem) => said.push(problem),
    timeout: 1_000,
  });
  for (const tag of ["1", "2", "none"])
    said.push(JSON.stringify(await client.ask(app(registry, tag), withSizes)));
  said.push(JSON.stringify(await client.tags(registry, "app")));
  vi.restoreAllMocks();
  const kept = readdirSync(home, { recursive: true, encoding: "utf8" })
    .filter((name) => name.startsWith("cache/"))
    .map((name) => name + readFileSync(join(home, name), "utf8"));
  return [...said, ...kept];
}

function expectNoTrace(texts: readonly string[]): void {
  expect(texts.join("\n").length).toBeGreaterThan(100);
  for (const trace of traces) expect(texts.filter((text) => text.includes(trace))).toEqual([]);
}

const images = {
  1: indexOf([{ architecture: "amd64" }, { architecture: "arm64" }]),
  2: imageOf({ architecture: "s390x" }),
};

test("a password that works leaves no trace", async () => {
  const good = holding(images);
  const { address, headers } = await serve((request, response) => {
    if (request.headers.authorization === basic) good(request, response);
    else response.writeHead(401, { "www-authenticate": "Basic" }).end();
  });
  const texts = await seen(address, { auths: { [address]: { auth: traces[4] } } });
  expect(headers.some(({ authorization }) => authorization === basic)).toBe(true);
  expect(texts.join("\n")).toContain(images[1].digest);
  expectNoTrace(texts);
});

test("a token that works leaves no trace", async () => {
  const good = holding(images);
  const tokens = await serve((_, response) => json(response, 200, { token: "issued-t0ken" }));
  const { address } = await serve((request, response) => {
    if (request.headers.authorization === "Bearer issued-t0ken") return good(request, response);
    response.writeHead(401, { "www-authenticate": `Bearer realm="http://${tokens.address}/"` }).end();
  });
  for (const entry of [{ auth: traces[4] }, { identitytoken: secret }]) {
    const texts = await seen(address, { auths: { [address]: entry } });
    expect(texts.join("\n")).toContain(images[1].digest);
    expectNoTrace(texts);
  }
});

test("a registry that repeats what it received is not quoted", async () => {
  const { address } = await serve((request, response) => {
    const header = request.headers.authorization;
    if (header === undefined)
      response.writeHead(401, { "www-authenticate": `Basic realm="${encodeURIComponent(secret)}"` }).end();
    else if (request.url?.endsWith("1"))
      response.writeHead(403, secret.replace("&", "")).end(header + secret);
    else if (request.url?.endsWith("2"))
      response.writeHead(302, { location: `ftp://reader:${encodeURIComponent(secret)}@x/${header}` }).end();
    else if (request.url?.endsWith("none"))
      response.writeHead(200, { "x-echo": header }).end(header + secret);
    else json(response, 404, { errors: [{ code: header, message: secret }] });
  });
  expectNoTrace(await seen(address, { auths: { [address]: { username: "reader", password: secret } } }));
});

test("an invalid configuration or helper is not quoted", async () => {
  const { address } = await serve((_, response) => {
    response.writeHead(401, { "www-authenticate": "Basic" }).end();
  });
  const helpers: readonly string[] = [
    `echo '${secret}' >&2; echo '${secret}'; exit 1`,
    `echo '{"Username":"reader","Secret":"${secret}"'`,
  ];
  expectNoTrace(await seen(address, `{"auths": {"${address}": {"password": "${secret}"`));
  expectNoTrace(
    await seen(address, { auths: { [address]: { auth: Buffer.from(secret).toString("base64") } } }),
  );
  for (const helper of helpers) expectNoTrace(await seen(address, { credsStore: "x" }, { helper }));
  expectNoTrace(await seen(address, { credsStore: secret }));
});

test("a proxy's password is not quoted", async () => {
  const address = encodeURIComponent(secret);
  const environment = { HTTPS_PROXY: `http://reader:${address}@127.0.0.1:1` };
  const texts = await seen("registry.example", {}, { environment });
  expect(texts.join("\n")).toContain("the proxy refuses connections");
  expectNoTrace(texts);
  expectNoTrace(
    await seen("registry.example", {}, { environment: { HTTPS_PROXY: `socks5://${address}@x` } }),
  );
});
