import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CredentialStore } from "../../host/registry/credentials.ts";
import { app, clientOf, holding, json, serve, temporaryFolder, withoutSizes } from "./fake.ts";
import { imageOf } from "./image.ts";

const image = imageOf({ architecture: "amd64" });
const basic = `Basic ${Buffer.from("reader:correct horse").toString("base64")}`;

/** A registry with one public image, and the rest only for the reader. */
function guarded() {
  const good = holding({ public: image, private: image });
  return serve((request, response) => {
    if (request.headers.authorization === basic || request.url?.endsWith("public")) good(request, response);
    else if (request.url?.includes("blobs")) good(request, response);
    else response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
  });
}

/** A client with this configuration and these programs, and the problems that it reported. */
function client(config: string | object, programs: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  mkdirSync(join(folder, ".docker"));
  writeFileSync(
    join(folder, ".docker", "config.json"),
    typeof config === "string" ? config : JSON.stringify(config),
  );
  for (const [name, script] of Object.entries(programs))
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o700 });
  const told: string[] = [];
  const environment = { HOME: folder, PATH: `${folder}:${process.env["PATH"]}` };
  const onProblem = (problem: string) => told.push(problem);
  return { client: clientOf({ environment, onProblem }), told, folder };
}

const good = `read -r address || :
test "$1" = get && echo "$address" >>"$HOME/asked" && echo '{"Username":"reader","Secret":"correct horse"}'`;

test("the credential helper for a registry takes precedence over the general one", async () => {
  const { address } = await guarded();
  const { client: own, folder } = client(
    { credHelpers: { [address]: "good" }, credsStore: "missing", auths: { [address]: {} } },
    { "docker-credential-good": good },
  );
  expect(await own.ask(app(address, "private"), withoutSizes)).toMatchObject({ kind: "found" });
  expect(await own.ask(app(address, "none"), withoutSizes)).toMatchObject({ kind: "missing" });
  expect(readFileSync(join(folder, "asked"), "utf8")).toBe(`${address}\n`);
  const { client: all, folder: other } = client({ credsStore: "good" }, { "docker-credential-good": good });
  expect(await all.ask(app(address, "private"), withoutSizes)).toMatchObject({ kind: "found" });
  expect(readFileSync(join(other, "asked"), "utf8")).toBe(`${address}\n`);
});

test("Docker Hub is found by its old address", async () => {
  const login = { username: "reader", password: "correct horse" };
  for (const name of ["https://index.docker.io/v1/", "index.docker.io", "https://docker.io"]) {
    const dockerConfig = join(temporaryFolder(), "config.json");
    writeFileSync(dockerConfig, JSON.stringify({ auths: { [name]: login, "registry-1.docker.io": {} } }));
    const store = new CredentialStore({ path: dockerConfig, environment: {}, clock: Date.now });
    expect((await store.of("docker.io")).credentials).toEqual({ kind: "password", ...login });
  }
  const { folder } = client({ credsStore: "good" }, { "docker-credential-good": good });
  const environment = { HOME: folder, PATH: `${folder}:${process.env["PATH"]}` };
  const store = new CredentialStore({ path: undefined, environment, clock: Date.now });
  expect((await store.of("docker.io")).credentials).toEqual({ kind: "password", ...login });
  expect(readFileSync(join(folder, "asked"), "utf8")).toBe("https://index.docker.io/v1/\n");
});

test("if a helper has no credentials, those in the configuration are used", async () => {
  const { address } = await guarded();
  const auths = { [address]: { auth: Buffer.from("reader:correct horse").toString("base64") } };
  const { client: both, told } = client(
    { credsStore: "none", auths },
    { "docker-credential-none": "echo credentials not found in native keychain; exit 1" },
  );
  expect(await both.ask(app(address, "private"), withoutSizes)).toMatchObject({ kind: "found" });
  expect(told).toEqual([]);
});

test("a helper's identity token is exchanged for a token of the registry", async () => {
  const posted: string[] = [];
  const tokens = await serve(async (request, response) => {
    for await (const chunk of request) posted.push(String(chunk));
    json(response, 200, { access_token: "t" });
  });
  const have = holding({ 1: image });
  const { address } = await serve((request, response) => {
    if (request.headers.authorization === "Bearer t") return have(request, response);
    response.writeHead(401, { "www-authenticate": `Bearer realm="http://${tokens.address}/",service="s"` });
    response.end();
  });
  const { client: own } = client(
    { credsStore: "id" },
    { "docker-credential-id": `echo '{"Username":"<token>","Secret":"refresh me"}'` },
  );
  expect(await own.ask(app(address), withoutSizes)).toMatchObject({ kind: "found" });
  expect([...new URLSearchParams(posted.join(""))]).toEqual([
    ["service", "s"],
    ["scope", "repository:app:pull"],
    ["grant_type", "refresh_token"],
    ["client_id", "kubewright"],
    ["refresh_token", "refresh me"],
  ]);
});

test("a token for the registry itself is sent unchanged", async () => {
  const have = holding({ 1: image });
  const { address } = await serve((request, response) => {
    if (request.headers.authorization === "Bearer mine") return have(request, response);
    response.writeHead(401, { "www-authenticate": 'Bearer realm="http://127.0.0.1:1/"' }).end();
  });
  const { client: own } = client({ auths: { [address]: { registrytoken: "mine" } } });
  expect(await own.ask(app(address), withoutSizes)).toMatchObject({ kind: "found" });
});

const helper = "the credential helper docker-credential-x";
const broken: readonly (readonly [string, string | object, string | undefined, string])[] = [
  [
    "is not valid JSON",
    "{ auths: ",
    undefined,
    "the Docker configuration HOME/.docker/config.json is not valid JSON",
  ],
  [
    "is a string",
    '"auths"',
    undefined,
    "the Docker configuration HOME/.docker/config.json is not valid JSON",
  ],
  ["names a helper that is not there", { credsStore: "x" }, undefined, `${helper} is not installed`],
  [
    "names a helper that hangs",
    { credsStore: "x" },
    'sleep 60 & echo $! >"$HOME/pid"; wait',
    `${helper} did not respond within 5 s`,
  ],
  ["names a helper that fails", { credsStore: "x" }, "echo the secret is s3cret; exit 3", `${helper} failed`],
  [
    "names a helper that answers nonsense",
    { credsStore: "x" },
    "echo s3cret",
    `${helper} did not return credentials`,
  ],
  [
    "names a helper that answers without end",
    { credsStore: "x" },
    "exec yes",
    `${helper} printed too much output`,
  ],
  [
    "names a helper that is a path",
    { credsStore: "../../bin/sh" },
    undefined,
    "the Docker configuration has an invalid credential helper name",
  ],
];
test.each(broken)(
  "a Docker configuration that %s is said once, and anybody's images are seen",
  async (_, config, script, said) => {
    const { address, asked } = await guarded();
    const { client: own, told, folder } = client(config, script ? { "docker-credential-x": script } : {});
    const problem = said.replace("HOME", folder);
    for (let round = 0; round < 2; round++)
      expect(await own.ask(app(address, "private"), withoutSizes)).toEqual({
        kind: "unavailable",
        reason: `requires credentials, and ${problem}`,
      });
    expect(await own.ask(app(address, "public"), withoutSizes)).toMatchObject({ kind: "found" });
    expect(told).toEqual([`${address} is queried without credentials: ${problem}`]);
    expect(asked.filter((line) => line.endsWith("private"))).toHaveLength(2);
    // Children of a helper do not outlive it.
    const pid = join(folder, "pid");
    if (existsSync(pid)) await expect.poll(() => isRunning(Number(readFileSync(pid, "utf8")))).toBe(false);
  },
);

test("a configuration that is a folder, or has an invalid entry, is reported", async () => {
  const { address } = await guarded();
  const dockerConfig = temporaryFolder();
  expect(await clientOf({ dockerConfig }).ask(app(address, "private"), withoutSizes)).toEqual({
    kind: "unavailable",
    reason: `requires credentials, and the Docker configuration ${dockerConfig} cannot be read`,
  });
  const { client: odd } = client({
    auths: { [address]: { auth: "no colon" } },
    credHelpers: [],
    credsStore: 3,
  });
  expect(await odd.ask(app(address, "private"), withoutSizes)).toEqual({
    kind: "unavailable",
    reason: `requires credentials, and the Docker configuration has an invalid "auth" for ${address} (it must be a user name and password in base64)`,
  });
  const { client: other } = client({ auths: { "registry.example": { auth: "x" } } });
  expect(await other.ask(app(address, "private"), withoutSizes)).toEqual({ kind: "denied" });
});

function isRunning(pid: number): boolean {
  // A zombie process still exists, but does not run.
  const path = `/proc/${pid}/stat`;
  return existsSync(path) && !/\) [ZX] /.test(readFileSync(path, "utf8"));
}
