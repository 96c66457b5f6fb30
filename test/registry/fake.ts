/** Small servers on this machine, for behavior that a real registry does not have. */

import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createSecureServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { ImageQuestion } from "../../engine/index.ts";
import { RegistryClient, type RegistryClientOptions } from "../../host/registry/client.ts";
import { type Network, systemNetwork } from "../../host/registry/network.ts";
import type { TestImage } from "./image.ts";

export interface Fake {
  /** `127.0.0.1:49152`. */
  readonly address: string;
  /** The requests, in order: `GET /v2/app/manifests/1`. */
  readonly asked: string[];
  /** The headers of each request. */
  readonly headers: IncomingMessage["headers"][];
}

/** Starts a server that is stopped when the test is over. */
export async function serve(
  handler: RequestListener,
  tls?: ServerOptions,
  host = "127.0.0.1",
): Promise<Fake> {
  const asked: string[] = [];
  const headers: IncomingMessage["headers"][] = [];
  const listener: RequestListener = (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    headers.push(request.headers);
    handler(request, response);
  };
  const server = tls ? createSecureServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { address: `${host}:${(server.address() as AddressInfo).port}`, asked, headers };
}

/** Responds like a registry that has these images, by tag, in the repository `app`. */
export function holding(images: Readonly<Record<string, TestImage>>): RequestListener {
  const found = new Map<string, { readonly type: string; readonly body: Buffer; readonly digest: string }>();
  const add = (image: TestImage) => {
    found.set(`/v2/app/manifests/${image.digest}`, image);
    for (const { digest, body } of image.blobs)
      found.set(`/v2/app/blobs/${digest}`, { type: "application/octet-stream", body, digest });
    image.images.forEach(add);
  };
  for (const [tag, image] of Object.entries(images)) {
    add(image);
    found.set(`/v2/app/manifests/${tag}`, image);
  }
  return (request, response) => {
    const path = (request.url ?? "").replace(/\?.*/, "");
    const entry = found.get(path);
    if (path === "/v2/app/tags/list") json(response, 200, { name: "app", tags: Object.keys(images) });
    else if (!entry) json(response, 404, { errors: [{ code: "MANIFEST_UNKNOWN" }] });
    else {
      response.writeHead(200, { "content-type": entry.type, "docker-content-digest": entry.digest });
      response.end(request.method === "HEAD" ? undefined : entry.body);
    }
  };
}

export function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

/** A query for `app`, by tag. */
export function app(registry: string, tag = "1"): ImageQuestion {
  return { registry, repository: "app", tag, digest: undefined };
}

/** In tests 127.0.0.1 stands for the internet, and every other loopback address for an internal network. */
const outside: Network = {
  ...systemNetwork,
  isInternal: (address) => address !== "127.0.0.1" && systemNetwork.isInternal(address),
};

/** A client that cannot use real logins. */
export function clientOf(options: Partial<RegistryClientOptions> = {}): RegistryClient {
  return new RegistryClient({
    cacheFolder: undefined,
    environment: { PATH: process.env["PATH"], HOME: "/nonexistent" },
    timeout: 5_000,
    network: outside,
    ...options,
  });
}

/** A folder that is removed when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "kubewright-registry-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const withoutSizes = { platforms: false } as const;
export const withSizes = { platforms: true } as const;
