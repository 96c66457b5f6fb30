/** The registry that most others follow, Debian's package `docker-registry`, as a separate process. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestImage } from "./image.ts";

export const hasRegistry = has("docker-registry", "--version");
export const hasOpenssl = has("openssl", "version");

export interface Running {
  /** `127.0.0.1:49152`. */
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * Starts a registry and waits until it responds.
 *
 * @param storage folder of its images; several registries can share it @param settings YAML that is added to
 * the `http:` section's end and can start others
 */
export async function startRegistry(storage: string, settings = ""): Promise<Running> {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  mkdirSync(storage, { recursive: true });
  const config = join(storage, `config-${port}.yml`);
  writeFileSync(
    config,
    `version: 0.1
log: { level: error, accesslog: { disabled: true } }
storage: { filesystem: { rootdirectory: ${storage} } }
http:
  addr: ${address}
${settings}`,
  );
  const process = spawn("docker-registry", ["serve", config], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  process.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const ended = new Promise<void>((resolve) => process.on("close", () => resolve()));
  for (let round = 0; round < 100; round++) {
    if (process.exitCode !== null) throw new Error(`docker-registry ended: ${said}`);
    if (await isOpen(port)) break;
    await sleep(50);
  }
  const stop = () => {
    process.kill("SIGKILL");
    return ended;
  };
  return { address, stop };
}

/** Pushes an image to a registry that accepts anonymous pushes. */
export async function push(
  address: string,
  repository: string,
  tag: string,
  image: TestImage,
): Promise<void> {
  const base = `http://${address}/v2/${repository}`;
  for (const { digest, body } of image.blobs) {
    const started = await fetch(`${base}/blobs/uploads/`, { method: "POST" });
    const upload = new URL(started.headers.get("location") ?? "");
    upload.searchParams.set("digest", digest);
    await expectCreated(fetch(upload, { method: "PUT", body }));
  }
  for (const inner of image.images) await push(address, repository, inner.digest, inner);
  const headers = { "content-type": image.type };
  await expectCreated(fetch(`${base}/manifests/${tag}`, { method: "PUT", headers, body: image.body }));
}

/** A separate authority, and its certificate for 127.0.0.1. PEM files in the folder. */
export function makeCertificates(
  folder: string,
): Readonly<Record<"authority" | "certificate" | "key", string>> {
  const [authority, authorityKey] = [join(folder, "authority.pem"), join(folder, "authority.key")];
  const [certificate, key] = [join(folder, "server.pem"), join(folder, "server.key")];
  const request = join(folder, "server.csr");
  const make = ["req", "-newkey", "rsa:2048", "-nodes", "-days", "2"];
  openssl([...make, "-x509", "-subj", "/CN=Test authority", "-keyout", authorityKey, "-out", authority]);
  const names = ["-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"];
  openssl([...make, "-subj", "/CN=127.0.0.1", ...names, "-keyout", key, "-out", request]);
  const signed = ["x509", "-req", "-days", "2", "-copy_extensions", "copy", "-CAcreateserial"];
  openssl([...signed, "-CA", authority, "-CAkey", authorityKey, "-in", request, "-out", certificate]);
  return { authority, certificate, key };
}

function openssl(words: readonly string[]): void {
  const { status, stderr } = spawnSync("openssl", words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`openssl ${words[0]}: ${stderr}`);
}

function has(program: string, word: string): boolean {
  return spawnSync(program, [word], { stdio: "ignore" }).status === 0;
}

async function expectCreated(pending: Promise<Response>): Promise<void> {
  const response = await pending;
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
}

async function isOpen(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/`);
    return true;
  } catch (error) {
    // A TLS server is open as well.
    return error instanceof Error && !String(error.cause).includes("ECONNREFUSED");
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
