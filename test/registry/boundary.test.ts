/** Who is queried, and who gets credentials. 127.0.0.1 stands for the internet, 127.0.0.2 for an internal network. */
import { writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isInternalAddress } from "../../host/registry/addresses.ts";
import { isInternalHost, type Network, systemNetwork } from "../../host/registry/network.ts";
import { isSameParty } from "../../host/registry/party.ts";
import { app, clientOf, holding, json, serve, temporaryFolder, withoutSizes } from "./fake.ts";
import { imageOf } from "./image.ts";

const inside = "127.0.0.2";
const image = imageOf({ architecture: "amd64" });
const refused = {
  kind: "unavailable",
  reason: "has an internal address that is not listed in your settings or Docker configuration",
};

/** A registry that redirects everything to another address. */
const redirecting =
  (to: () => string): RequestListener =>
  (request, response) =>
    response.writeHead(307, { location: `http://${to()}${request.url}` }).end();

/** A registry that requires a token from this address. */
const challenging =
  (realm: string): RequestListener =>
  (request, response) => {
    if (request.headers.authorization === "Bearer t") return holding({ 1: image })(request, response);
    response.writeHead(401, { "www-authenticate": `Bearer realm="${realm}"` }).end();
  };

function dockerConfig(auths: Readonly<Record<string, object>>): string {
  const path = join(temporaryFolder(), "config.json");
  writeFileSync(path, JSON.stringify({ auths }));
  return path;
}

const login = { username: "reader", password: "correct horse" };

describe("internal addresses", () => {
  test("are queried only if the settings or Docker's configuration list the registry", async () => {
    const registry = await serve(holding({ 1: image }), undefined, inside);
    expect(await clientOf().ask(app(registry.address), withoutSizes)).toEqual(refused);
    expect(registry.asked).toEqual([]);
    const named = [
      clientOf({ internalRegistries: [registry.address] }),
      clientOf({ dockerConfig: dockerConfig({ [registry.address]: {} }) }),
    ];
    for (const client of named)
      expect(await client.ask(app(registry.address), withoutSizes)).toMatchObject({ kind: "found" });
  });

  test("are not reached through a name, even one that also resolves to a public address", async () => {
    const registry = await serve(holding({ 1: image }), undefined, inside);
    const port = registry.address.split(":")[1];
    const resolvingTo = (...addresses: string[]): Network => ({
      lookup: (_name, _options, done) =>
        done(
          null,
          addresses.map((address) => ({ address, family: 4 })),
        ),
      isInternal: (address) => address === inside,
    });
    for (const network of [resolvingTo(inside), resolvingTo("127.0.0.1", inside), resolvingTo()]) {
      const client = clientOf({ network, insecureRegistries: [`registry.example:${port}`] });
      expect(await client.ask(app(`registry.example:${port}`), withoutSizes)).toEqual(refused);
    }
    expect(registry.asked).toEqual([]);
  });

  test("are not reached through the redirect of a public registry, listed or not", async () => {
    const target = await serve(holding({ 1: image }), undefined, inside);
    const registry = await serve(redirecting(() => target.address));
    for (const client of [clientOf(), clientOf({ internalRegistries: [registry.address] })])
      expect(await client.ask(app(registry.address), withoutSizes)).toEqual({
        kind: "unavailable",
        reason: `redirects to ${target.address}, which ${refused.reason}`,
      });
    expect(target.asked).toEqual([]);
  });

  test("are not reached through several redirects either", async () => {
    const target = await serve(holding({ 1: image }), undefined, inside);
    const second = await serve(redirecting(() => target.address));
    const registry = await serve(redirecting(() => second.address));
    expect(await clientOf().ask(app(registry.address), withoutSizes)).toMatchObject({ kind: "unavailable" });
    expect(target.asked).toEqual([]);
  });

  test("are not reached through the token server of a public registry", async () => {
    const tokens = await serve((_, response) => json(response, 200, { token: "t" }), undefined, inside);
    const registry = await serve(challenging(`http://${tokens.address}/`));
    expect(await clientOf().ask(app(registry.address), withoutSizes)).toEqual({
      kind: "unavailable",
      reason: `requires a token from ${tokens.address}, which ${refused.reason}`,
    });
    expect(tokens.asked).toEqual([]);
  });

  test("work inside a company: a listed registry can redirect its clients to other internal hosts", async () => {
    const storage = await serve(holding({ 1: image }), undefined, "127.0.0.3");
    const tokens = await serve((_, response) => json(response, 200, { token: "t" }), undefined, inside);
    const redirect = redirecting(() => storage.address);
    const registry = await serve(
      (request, response) => {
        if (request.headers.authorization === "Bearer t") return redirect(request, response);
        challenging(`http://${tokens.address}/`)(request, response);
      },
      undefined,
      inside,
    );
    const client = clientOf({ internalRegistries: [registry.address] });
    expect(await client.ask(app(registry.address), withoutSizes)).toMatchObject({ kind: "found" });
  });

  test("are not requested from a proxy by name", async () => {
    const proxy = await serve((_, response) => json(response, 200, {}));
    const environment = { http_proxy: `http://${proxy.address}` };
    for (const registry of ["metadata.google.internal", "registry", "printer.local", "10.0.0.7"]) {
      const client = clientOf({ environment, insecureRegistries: [registry] });
      expect(await client.ask(app(registry), withoutSizes)).toEqual(refused);
    }
    expect(proxy.asked).toEqual([]);
  });
});

describe("credentials", () => {
  test("are not sent to a token server of another party, which is then queried without them", async () => {
    const tokens = await serve((_, response) => json(response, 200, { token: "t" }), undefined, inside);
    const registry = await serve(challenging(`http://${tokens.address}/`));
    const told: string[] = [];
    const client = clientOf({
      dockerConfig: dockerConfig({ [registry.address]: login }),
      internalRegistries: [tokens.address],
      onProblem: (problem) => told.push(problem),
    });
    expect(await client.ask(app(registry.address), withoutSizes)).toMatchObject({ kind: "found" });
    expect(tokens.headers.map(({ authorization }) => authorization)).toEqual([undefined]);
    expect(told).toEqual([
      `${registry.address} is queried without credentials: its credentials are not sent to its token server ${tokens.address}, which belongs to another domain`,
    ]);
  });

  test("are sent to a token server that Docker's configuration lists", async () => {
    const tokens = await serve((_, response) => json(response, 200, { token: "t" }), undefined, inside);
    const registry = await serve(challenging(`http://${tokens.address}/`));
    const auths = { [registry.address]: login, [tokens.address]: {} };
    const client = clientOf({ dockerConfig: dockerConfig(auths) });
    expect(await client.ask(app(registry.address), withoutSizes)).toMatchObject({ kind: "found" });
    expect(tokens.headers[0]?.authorization).toMatch(/^Basic /);
  });

  test.each([
    ["https://registry-1.docker.io/", "https://auth.docker.io/token", true],
    ["https://registry.gitlab.com/", "https://gitlab.com/jwt/auth", true],
    ["https://registry.example.co.uk/", "https://auth.example.co.uk/", true],
    ["https://registry.example.co.uk/", "https://evil.co.uk/", false],
    ["https://one.github.io/", "https://two.github.io/", false],
    ["https://127.0.0.1:5000/", "https://127.0.0.1:5001/", true],
    ["https://127.0.0.1/", "https://127.0.0.2/", false],
    ["https://registry/", "https://other/", false],
  ])("of %s belong to the same party as %s: %s", async (one, other, same) => {
    expect(await isSameParty(new URL(one), new URL(other))).toBe(same);
  });
});

test.each([
  ["127.0.0.1", true],
  ["::1", true],
  ["0.0.0.0", true],
  ["10.1.2.3", true],
  ["172.16.0.1", true],
  ["172.32.0.1", false],
  ["192.168.0.1", true],
  ["169.254.169.254", true],
  ["100.100.100.200", true],
  ["fd00:ec2::254", true],
  ["fe80::1%eth0", true],
  ["::ffff:169.254.169.254", true],
  ["::ffff:a9fe:a9fe", true],
  ["64:ff9b::a9fe:a9fe", true],
  ["224.0.0.1", true],
  ["8.8.8.8", false],
  ["2606:4700::1111", false],
  ["::ffff:8.8.8.8", false],
])("the address %s is internal: %s", (address, internal) => {
  expect(isInternalAddress(address)).toBe(internal);
});

test.each(["http://2130706433/", "http://0x7f.1/", "http://[::ffff:7f00:1]/", "http://0/"])(
  "%s is an internal address however it is written",
  async (url) => {
    expect(await isInternalHost(new URL(url).hostname, systemNetwork)).toBe(true);
  },
);
