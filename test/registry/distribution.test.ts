import { createSign, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ImageQuestion } from "../../engine/index.ts";
import {
  hasOpenssl,
  hasRegistry,
  makeCertificates,
  push,
  type Running,
  startRegistry,
} from "./distribution.ts";
import { clientOf, withoutSizes, withSizes } from "./fake.ts";
import { blob, imageOf, indexOf } from "./image.ts";

const one = imageOf({ architecture: "amd64", user: "nginx:nginx", layers: [1000, 234] });
const docker = imageOf({ architecture: "arm", variant: "v7", docker: true });
const many = indexOf([
  { architecture: "amd64", user: "1000", layers: [5000, 1] },
  { architecture: "arm64", variant: "v8", layers: [4000] },
]);
const dockerMany = indexOf([{ architecture: "s390x" }, { os: "windows", architecture: "amd64" }], true);

/** With the bcrypt hash of "correct horse", the only kind that the registry accepts. */
const htpasswd = "reader:$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2\n";
const login = { username: "reader", password: "correct horse" };

let folder: string;
let anonymous: Running;
const running: Running[] = [];

/** Another registry with the same images. */
async function start(settings: string): Promise<Running> {
  const registry = await startRegistry(join(folder, "storage"), settings);
  running.push(registry);
  return registry;
}

/** A Docker configuration with a login for one registry. */
function loggedIn(registry: string, entry: object = login): string {
  const path = join(folder, `${randomUUID()}.json`);
  writeFileSync(path, JSON.stringify({ auths: { [registry]: entry } }));
  return path;
}

function ask(registry: string, reference: string): ImageQuestion {
  const [repository = "", name = ""] = reference.split(/[:@](.*)/s);
  const isDigest = reference.includes("@");
  return {
    registry,
    repository,
    tag: isDigest ? undefined : name,
    digest: isDigest ? name : undefined,
  };
}

describe.skipIf(!hasRegistry)("the Docker distribution registry (skipped without docker-registry)", () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "kubewright-distribution-"));
    anonymous = await start("");
    await push(anonymous.address, "library/web", "1.27", one);
    await push(anonymous.address, "library/web", "1.27-arm", docker);
    await push(anonymous.address, "team/app", "2", many);
    await push(anonymous.address, "team/app", "2-docker", dockerMany);
  });
  afterAll(async () => {
    await Promise.all(running.map((registry) => registry.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  test("returns digest, platform, size and user of an image", async () => {
    expect(await clientOf().ask(ask(anonymous.address, "library/web:1.27"), withoutSizes)).toEqual({
      kind: "found",
      digest: one.digest,
      platforms: [
        { os: "linux", architecture: "amd64", variant: undefined, size: 1234, user: "nginx:nginx" },
      ],
    });
    expect(await clientOf().ask(ask(anonymous.address, "library/web:1.27-arm"), withoutSizes)).toEqual({
      kind: "found",
      digest: docker.digest,
      platforms: [{ os: "linux", architecture: "arm", variant: "v7", size: 100, user: "" }],
    });
  });

  test("lists the platforms of an index without its attestations, and inspects them on request", async () => {
    const client = clientOf();
    const platforms = [
      { os: "linux", architecture: "amd64", variant: undefined, size: undefined, user: undefined },
      { os: "linux", architecture: "arm64", variant: "v8", size: undefined, user: undefined },
    ];
    const question = ask(anonymous.address, "team/app:2");
    expect(await client.ask(question, withoutSizes)).toEqual({
      kind: "found",
      digest: many.digest,
      platforms,
    });
    expect(await client.ask(question, withSizes)).toEqual({
      kind: "found",
      digest: many.digest,
      platforms: [
        { ...platforms[0], size: 5001, user: "1000" },
        { ...platforms[1], size: 4000, user: "" },
      ],
    });
  });

  test("reads Docker's manifest list as well", async () => {
    const answer = await clientOf().ask(ask(anonymous.address, "team/app:2-docker"), withSizes);
    expect(answer).toMatchObject({
      digest: dockerMany.digest,
      platforms: [{ architecture: "s390x", size: 100 }, { os: "windows" }],
    });
  });

  test("finds an image by its digest, whatever the tag next to it", async () => {
    const question = { ...ask(anonymous.address, `library/web@${one.digest}`), tag: "never-was" };
    expect(await clientOf().ask(question, withoutSizes)).toMatchObject({
      kind: "found",
      digest: one.digest,
    });
  });

  test("lists the existing tags if one is missing", async () => {
    const missing = await clientOf().ask(ask(anonymous.address, "library/web:1.28"), withoutSizes);
    expect({ ...missing, tags: [...("tags" in missing ? (missing.tags ?? []) : [])].sort() }).toEqual({
      kind: "missing",
      tags: ["1.27", "1.27-arm"],
    });
    expect(await clientOf().ask(ask(anonymous.address, "library/none:1"), withoutSizes)).toEqual({
      kind: "missing",
      tags: undefined,
    });
    const digest = blob("never pushed").digest;
    expect(await clientOf().ask(ask(anonymous.address, `library/web@${digest}`), withoutSizes)).toMatchObject(
      { kind: "missing" },
    );
    expect(await clientOf().tags(anonymous.address, "library/none")).toEqual({ kind: "missing" });
  });

  test("accepts a name and a password", async () => {
    const passwords = join(folder, "htpasswd");
    writeFileSync(passwords, htpasswd);
    const { address } = await start(`auth: { htpasswd: { realm: test, path: ${passwords} } }\n`);
    const question = ask(address, "team/app:2");
    expect(await clientOf().ask(question, withoutSizes)).toEqual({ kind: "denied" });
    const wrong = loggedIn(address, { ...login, password: "wrong" });
    expect(await clientOf({ dockerConfig: wrong }).ask(question, withoutSizes)).toEqual({ kind: "denied" });
    const auth = Buffer.from("reader:correct horse").toString("base64");
    for (const entry of [login, { auth }]) {
      const client = clientOf({ dockerConfig: loggedIn(`https://${address}/v1/`, entry) });
      expect(await client.ask(question, withSizes)).toMatchObject({ kind: "found", digest: many.digest });
      expect(await client.tags(address, "team/app")).toMatchObject({ kind: "found", complete: true });
    }
  });

  describe.skipIf(!hasOpenssl)("with certificates (skipped without openssl)", () => {
    let certificates: ReturnType<typeof makeCertificates>;
    beforeAll(() => {
      certificates = makeCertificates(folder);
    });

    test("is trusted only with its private authority", async () => {
      const tls = `  tls: { certificate: ${certificates.certificate}, key: ${certificates.key} }\n`;
      const { address } = await start(tls);
      const question = ask(address, "library/web:1.27");
      const reason = "has a certificate from an authority that is not trusted";
      expect(await clientOf().ask(question, withoutSizes)).toEqual({ kind: "unavailable", reason });
      for (const certificateAuthority of [
        certificates.authority,
        readFileSync(certificates.authority, "utf8"),
      ]) {
        const answer = await clientOf({ certificateAuthority }).ask(question, withoutSizes);
        expect(answer).toMatchObject({ kind: "found", digest: one.digest });
      }
    });

    test("gives tokens to anyone for public images, and after a login for the rest", async () => {
      const tokens = await startTokenServer(certificates);
      const { address } = await start(`auth:
  token:
    realm: ${tokens.realm}
    service: test
    issuer: test-tokens
    rootcertbundle: ${certificates.certificate}
`);
      running.push(tokens);
      expect(await clientOf().ask(ask(address, "library/web:1.27"), withoutSizes)).toMatchObject({
        digest: one.digest,
      });
      expect(await clientOf().ask(ask(address, "team/app:2"), withoutSizes)).toEqual({ kind: "denied" });
      for (const entry of [login, { identitytoken: "refresh me" }]) {
        const client = clientOf({ dockerConfig: loggedIn(address, entry) });
        const before = tokens.asked.length;
        expect(await client.ask(ask(address, "team/app:2"), withSizes)).toMatchObject({
          digest: many.digest,
          platforms: [{ size: 5001 }, { size: 4000 }],
        });
        expect(tokens.asked.slice(before)).toEqual([
          `${"username" in entry ? "GET" : "POST"} test repository:team/app:pull`,
        ]);
      }
      const wrong = clientOf({ dockerConfig: loggedIn(address, { ...login, password: "wrong" }) });
      expect(await wrong.ask(ask(address, "team/app:2"), withoutSizes)).toEqual({ kind: "denied" });
    });
  });
});

/** Signs tokens for `library/` for anyone, and for `team/` only for the reader. */
async function startTokenServer(certificates: ReturnType<typeof makeCertificates>) {
  const key = readFileSync(certificates.key, "utf8");
  const chain = readFileSync(certificates.certificate, "utf8").replace(/-----.*-----|\s/g, "");
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const fields =
      request.method === "POST"
        ? new URLSearchParams(body)
        : new URL(request.url ?? "", "http://localhost").searchParams;
    const scope = fields.get("scope") ?? "";
    asked.push(`${request.method} ${fields.get("service")} ${scope}`);
    const header = request.headers.authorization;
    const basic = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString("base64")}`;
    const isReader = header === basic || fields.get("refresh_token") === "refresh me";
    if (header !== undefined && !isReader) {
      response.writeHead(401).end();
      return;
    }
    const [type, name = "", action] = scope.split(":");
    const allowed = isReader || name.startsWith("library/");
    const now = Math.floor(Date.now() / 1000);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const content = `${part({ typ: "JWT", alg: "RS256", x5c: [chain] })}.${part({
      iss: "test-tokens",
      sub: isReader ? "reader" : "",
      aud: "test",
      jti: randomUUID(),
      iat: now - 10,
      nbf: now - 10,
      exp: now + 300,
      access: allowed ? [{ type, name, actions: [action] }] : [],
    })}`;
    const token = `${content}.${createSign("RSA-SHA256").update(content).sign(key, "base64url")}`;
    response.end(JSON.stringify(request.method === "POST" ? { access_token: token } : { token }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { realm: `http://${address}/token`, address, asked, stop };
}
