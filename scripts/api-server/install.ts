/**
 * Builds the real API server for the tests, and its etcd, into the cache: `tsx install.ts`. Takes 5 to 25 minutes the
 * first time and nothing afterwards. Does nothing without Go; the tests that need it are skipped by name.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ETCD, KUBE_APISERVER, type Tool } from "../tools/cache.ts";
import { installTool, run } from "../tools/install.ts";

/** For both programs together, on two busy cores. */
const timeLimit = 40 * 60_000;

const [major, minor] = KUBE_APISERVER.version.split(".");
const apiServerVersion = Object.entries({
  gitVersion: `v${KUBE_APISERVER.version}`,
  gitMajor: major,
  gitMinor: minor,
}).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);

try {
  if (spawnSync("go", ["version"]).status === 0) {
    installTool({ tool: ETCD, fill: (folder) => build(ETCD, folder) });
    installTool({ tool: KUBE_APISERVER, fill: (folder) => build(KUBE_APISERVER, folder, apiServerVersion) });
  } else {
    console.log("kube-apiserver: not installed, because Go is not on PATH");
  }
} catch (error) {
  console.error(`install: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

function build(tool: Tool, folder: string, ldflags: readonly string[] = []): void {
  const module = fileURLToPath(new URL(tool.name, import.meta.url));
  const flags = ["-trimpath", "-p", "2", "-ldflags", ["-s", "-w", ...ldflags].join(" ")];
  run("go", ["build", ...flags, "-o", join(folder, tool.name), "."], module, {
    env: { ...process.env, CGO_ENABLED: "0" },
    timeout: timeLimit,
  });
}
