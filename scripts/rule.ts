/**
 * `npm run rule -- ID… [--update]`: tests the pages of some rules while they are written. With `--update`, it first
 * formats the rules and writes the generated files, then writes the blocks below the examples and prints them. The
 * harness is bundled first, so that the tests start immediately.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const rulesFolder = "engine/rules";
const usage = "usage: npm run rule -- ID… [--update]";
const [flags, ids] = [true, false].map((isFlag) =>
  process.argv.slice(2).filter((argument) => argument.startsWith("-") === isFlag),
) as [string[], string[]];
const update = flags.includes("--update") || process.env["UPDATE"] !== undefined;
if (ids.length === 0 || flags.some((flag) => flag !== "--update")) fail(usage);

const pages = new Map(
  readdirSync(rulesFolder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => [path.replace(/^.*[\\/]/, "").replace(/\.md$/, ""), join(rulesFolder, path)]),
);
const unknown = ids.filter((id) => !pages.has(id));
if (unknown.length > 0)
  fail(`no such rule: ${unknown.join(", ")}. To create one, run npm run new-rule -- CATEGORY/ID`);

const registry = readFileSync(join(rulesFolder, "index.generated.ts"), "utf8");
if (update || ids.some((id) => !registry.includes(`/${id}.ts"`))) {
  const modules = ids.map((id) => pages.get(id)!.replace(/md$/, "ts"));
  run(["node_modules/@biomejs/biome/bin/biome", "check", "--write", ...modules]);
  run(["--import", "tsx", "scripts/generate.ts"]);
}
await build({
  entryPoints: ["test/harness/rules.test.ts"],
  // Relative paths to the rule pages are the same here as in the folder of the source.
  outfile: "dist/harness/rules.test.mjs",
  bundle: true,
  platform: "node",
  format: "esm",
  external: ["vitest"],
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
  sourcemap: "inline",
  logLevel: "warning",
});
run(["node_modules/vitest/vitest.mjs", "run", "--config", "vitest.rule.config.ts"], {
  KUBEWRIGHT_RULES: ids.join(","),
  ...(update && { UPDATE: "1" }),
});
if (update) {
  for (const id of ids) printFindings(pages.get(id)!);
  console.log("\nIf users should read exactly this, continue with npm run check and npm test.");
}

/** Runs a script, and ends this one with the same status if it fails. */
function run(script: readonly string[], environment: Readonly<Record<string, string>> = {}): void {
  const { status } = spawnSync(process.execPath, script, {
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Prints what users see, from the blocks below the examples of a page. */
function printFindings(page: string): void {
  const text = readFileSync(page, "utf8");
  for (const match of text.matchAll(/^```diff findings\n([\s\S]*?)^```/gm)) {
    const line = text.slice(0, match.index).split("\n").length;
    console.log(`${page}:${line}\n${match[1]!.replace(/^/gm, "  ").trimEnd()}`);
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
