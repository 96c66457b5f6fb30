import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect, createServer as createSocketServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { proxyFor } from "../../host/registry/proxy.ts";
import { hasOpenssl, makeCertificates } from "./distribution.ts";
import { app, clientOf, holding, serve, withoutSizes } from "./fake.ts";
import { imageOf } from "./image.ts";

const image = imageOf({ architecture: "amd64" });

/** A proxy whose tunnels all lead to one server, whatever the requested host. */
async function startProxy(port: number, status = "200 OK") {
  const asked: string[] = [];
  const server = createServer();
  server.on("connect", (request, socket) => {
    asked.push(
      `${request.url} ${request.headers["proxy-authorization"] ?? "-"} ${request.headers.authorization ?? "-"}`,
    );
    socket.on("error", () => {});
    if (!status.startsWith("200")) return void socket.end(`HTTP/1.1 ${status}\r\n\r\n`);
    const inner = connect(port, "127.0.0.1", () => {
      socket.write(`HTTP/1.1 ${status}\r\n\r\n`);
      inner.pipe(socket).pipe(inner);
    });
    inner.on("error", () => socket.destroy());
    socket.on("close", () => inner.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

describe.skipIf(!hasOpenssl)("through a tunnel (skipped without openssl)", () => {
  let folder: string;
  let tls: { readonly cert: string; readonly key: string };
  let certificateAuthority: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "kubewright-proxy-"));
    const made = makeCertificates(folder);
    tls = { cert: readFileSync(made.certificate, "utf8"), key: readFileSync(made.key, "utf8") };
    certificateAuthority = made.authority;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const portOf = (address: string) => Number(address.split(":")[1]);

  test("the registry is queried over TLS, and only the proxy gets the proxy's password", async () => {
    const registry = await serve(holding({ 1: image }), tls);
    const proxy = await startProxy(portOf(registry.address));
    const environment = { https_proxy: `http://user:p%40ss@${proxy.address}` };
    const client = clientOf({ environment, certificateAuthority });
    expect(await client.ask(app("localhost.example:444"), withoutSizes)).toEqual({
      kind: "unavailable",
      reason: "has a certificate for a different host",
    });
    expect(proxy.asked).toEqual([
      `localhost.example:444 Basic ${Buffer.from("user:p@ss").toString("base64")} -`,
    ]);
    expect(registry.asked).toEqual([]);
  });

  test("Docker Hub is queried at its registry's host", async () => {
    const registry = await serve(holding({}), tls);
    const proxy = await startProxy(portOf(registry.address));
    const client = clientOf({ environment: { HTTPS_PROXY: proxy.address }, certificateAuthority });
    await client.ask({ ...app("docker.io"), repository: "library/nginx" }, withoutSizes);
    expect(proxy.asked).toEqual(["registry-1.docker.io:443 - -"]);
  });

  test("a registry on this machine is queried without the proxy", async () => {
    const registry = await serve(holding({ 1: image }), tls);
    const proxy = await startProxy(portOf(registry.address));
    const environment = { HTTPS_PROXY: proxy.address, HTTP_PROXY: proxy.address };
    const client = clientOf({ environment, certificateAuthority });
    expect(await client.ask(app(registry.address), withoutSizes)).toMatchObject({ kind: "found" });
    expect(proxy.asked).toEqual([]);
  });

  test("a redirect never leads from TLS to plain HTTP", async () => {
    const open = await serve(holding({ 1: image }));
    const registry = await serve((request, response) => {
      response.writeHead(307, { location: `http://${open.address}${request.url}` }).end();
    }, tls);
    expect(await clientOf({ certificateAuthority }).ask(app(registry.address), withoutSizes)).toEqual({
      kind: "unavailable",
      reason: "redirects to an address that is not allowed",
    });
    expect(open.asked).toEqual([]);
  });

  test("a token server without TLS is not queried for a registry with TLS", async () => {
    const tokens = await serve((_, response) => response.end('{"token":"t"}'));
    const registry = await serve((_, response) => {
      response.writeHead(401, { "www-authenticate": `Bearer realm="http://${tokens.address}/"` }).end();
    }, tls);
    expect(await clientOf({ certificateAuthority }).ask(app(registry.address), withoutSizes)).toEqual({
      kind: "unavailable",
      reason: "refers to a token server at an address that is not allowed",
    });
    expect(tokens.asked).toEqual([]);
  });

  test("a registry behind a tunnel is read", async () => {
    const registry = await serve(holding({ 1: image }), { ...tls });
    const proxy = await startProxy(portOf(registry.address));
    const environment = { HTTPS_PROXY: `http://${proxy.address}` };
    const client = clientOf({
      environment,
      certificateAuthority,
      internalRegistries: ["localhost.:444"],
      timeout: 2_000,
    });
    // The certificate has this name, and with the trailing dot it does not count as this machine.
    const answer = await client.ask(app("localhost.:444"), withoutSizes);
    expect(answer).toMatchObject({ kind: "found", digest: image.digest });
    expect(proxy.asked).toEqual(["localhost.:444 - -"]);
  });
});

test("a plain registry is queried through the proxy without a tunnel", async () => {
  const good = holding({ 1: image });
  const proxy = await serve((request, response) => {
    request.url = new URL(request.url ?? "").pathname;
    good(request, response);
  });
  const client = clientOf({
    environment: { http_proxy: proxy.address },
    insecureRegistries: ["registry.example:5000"],
  });
  expect(await client.ask(app("registry.example:5000"), withoutSizes)).toMatchObject({ kind: "found" });
  expect(proxy.headers[0]).toMatchObject({ host: "registry.example:5000" });
  expect(proxy.asked[0]).toBe("GET http://registry.example:5000/v2/app/manifests/1");
});

test("a proxy that rejects, hangs or is invalid is distinguished from the registry", async () => {
  const refusing = await startProxy(1, "407 Proxy Authentication Required");
  const hanging = createSocketServer((socket) => socket.on("error", () => {}).resume());
  await new Promise<void>((resolve) => hanging.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void hanging.close());
  const { port } = hanging.address() as AddressInfo;
  const reasons: readonly (readonly [string, string, number?])[] = [
    [`http://u:s3cret@${refusing.address}`, "cannot be reached: the proxy responded with 407"],
    ["http://127.0.0.1:1", "cannot be reached: the proxy refuses connections"],
    ["socks5://127.0.0.1:1", "cannot be reached: the configured proxy is not an HTTP proxy"],
    [`http://127.0.0.1:${port}`, "did not respond within 1 s", 500],
  ];
  for (const [proxy, reason, timeout = 30_000] of reasons) {
    const client = clientOf({ environment: { HTTPS_PROXY: proxy }, timeout });
    expect(await client.ask(app("registry.example"), withoutSizes)).toEqual({ kind: "unavailable", reason });
  }
});

const addresses: readonly (readonly [string, string, boolean])[] = [
  ["https://registry.example/", "", true],
  ["https://registry.example/", "*", false],
  ["https://registry.example/", "other.example, registry.example", false],
  ["https://registry.example/", "EXAMPLE", false],
  ["https://registry.example/", ".example", false],
  ["https://registry.example/", "*.example", false],
  ["https://registry.example/", "istry.example", true],
  ["https://registry.example:5000/", "registry.example:5000", false],
  ["https://registry.example/", "registry.example:5000", true],
  ["https://registry.example/", "registry.example:443", false],
  ["https://10.1.2.3/", "10.0.0.0/8", false],
  ["https://10.1.2.3/", "10.1.2.4/31", true],
  ["https://10.1.2.3/", "10.0.0.0/99", true],
  ["https://[fd00::1]:5000/", "fd00::/8", false],
  ["https://[fd00::1]/", "fd00::1", false],
  ["https://[fd00::1]:5000/", "[fd00::1]:5000", false],
  ["https://localhost:5000/", "", false],
  ["https://127.9.9.9/", "", false],
  ["https://[::1]/", "", false],
];
test.each(addresses)("%s with NO_PROXY=%s is queried through the proxy: %s", (address, exempt, isProxied) => {
  const environment = { HTTPS_PROXY: "proxy.example:3128", NO_PROXY: exempt };
  const proxy = proxyFor(new URL(address), environment);
  expect(proxy === undefined || proxy === "invalid" ? undefined : proxy.href).toBe(
    isProxied ? "http://proxy.example:3128/" : undefined,
  );
});
