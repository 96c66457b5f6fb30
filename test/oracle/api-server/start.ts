/** Starts the cached etcd and kube-apiserver on free ports of the loopback address. */
import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cachedApiServer, cachedEtcd } from "../../../scripts/tools/cache.ts";
import { request, type ServerAddress } from "./request.ts";

export interface ApiServer extends ServerAddress {
  /** Stops both programs and removes their folder. */
  stop(): Promise<void>;
}

const prefix = "kubewright-api-server-";
const startLimit = 60_000;

/**
 * Starts a server without controllers, scheduler or kubelet: it validates objects and runs nothing. Returns undefined
 * if the programs were never built. Both programs exit when this process does, however it ends.
 */
export async function startApiServer(): Promise<ApiServer | undefined> {
  const etcd = cachedEtcd();
  const program = cachedApiServer();
  if (!etcd || !program) return undefined;
  removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  const [client, peer, secure] = (await freePorts(3)) as [number, number, number];
  const token = randomBytes(16).toString("hex");
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = file("key.pem", privateKey.export({ type: "pkcs1", format: "pem" }) as string);
  const processes = [
    launch(folder, etcd, [
      `--data-dir=${join(folder, "etcd")}`,
      `--listen-client-urls=http://127.0.0.1:${client}`,
      `--advertise-client-urls=http://127.0.0.1:${client}`,
      `--listen-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-cluster=default=http://127.0.0.1:${peer}`,
      "--unsafe-no-fsync",
      "--log-level=warn",
    ]),
    launch(folder, program, [
      `--etcd-servers=http://127.0.0.1:${client}`,
      "--bind-address=127.0.0.1",
      "--advertise-address=127.0.0.1",
      `--secure-port=${secure}`,
      `--cert-dir=${join(folder, "certificates")}`,
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${key}`,
      `--service-account-signing-key-file=${key}`,
      `--token-auth-file=${file("tokens.csv", `${token},tests,tests,system:masters\n`)}`,
      "--authorization-mode=AlwaysAllow",
      // These look up objects that controllers or users create; the tests check each object separately.
      "--disable-admission-plugins=ServiceAccount,Priority,RuntimeClass",
      "--runtime-config=api/all=true",
      "--service-cluster-ip-range=10.96.0.0/12",
      "--endpoint-reconciler-type=none",
      "--allow-privileged=true",
      "--profiling=false",
    ]),
  ];
  const stop = async () => {
    await Promise.all(processes.map(end));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const address = { port: secure, token, certificate: "", folder };
    return { ...address, certificate: await ready(address, folder, processes), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function launch(folder: string, program: string, args: readonly string[]): ChildProcess {
  const log = openSync(join(folder, "log"), "a");
  return spawn(program, args, {
    // The pipe is the lease: it closes when this process exits, even if it is killed, and the program then exits too.
    stdio: ["pipe", log, log],
    env: { PATH: process.env["PATH"], HOME: folder, GOMEMLIMIT: "1200MiB", KUBEWRIGHT_STDIN_LEASE: "1" },
  });
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
}

/** Waits until the server and its default namespace are ready; returns its self-signed certificate. */
async function ready(
  address: ServerAddress,
  folder: string,
  processes: readonly ChildProcess[],
): Promise<string> {
  const deadline = Date.now() + startLimit;
  for (;;) {
    try {
      const certificate = readFileSync(join(folder, "certificates", "apiserver.crt"), "utf8");
      const from = { ...address, certificate };
      const answers = await Promise.all(
        ["/readyz", "/api/v1/namespaces/default"].map((path) => request(from, { method: "GET", path })),
      );
      if (answers.every(({ status }) => status === 200)) return certificate;
    } catch {
      // Not listening yet.
    }
    const ended = processes.some(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null);
    if (ended || Date.now() > deadline) {
      const log = readFileSync(join(folder, "log"), "utf8").split("\n").slice(-30).join("\n");
      throw new Error(`the API server did not start:\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once("listening", resolve))));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Removes the folders of test runs that were killed. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split("-")[0]) : Number.NaN;
    if (Number.isInteger(pid) && !isRunning(pid))
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
