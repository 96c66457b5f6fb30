/**
 * `npm run rule -- ID…`: tests the pages of some rules while they are written. With `UPDATE=1`, it writes the blocks
 * below their examples. The harness is bundled first, so that the tests start immediately.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { build } from "esbuild";

const ids = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const pages = new Set(readdirSync("engine/rules", { recursive: true, encoding: "utf8" }).map(nameOf));
const unknown = ids.filter((id) => !pages.has(id));
if (ids.length === 0 || unknown.length > 0) {
  console.error(unknown.length > 0 ? `no such rule: ${unknown.join(", ")}` : "usage: npm run rule -- ID…");
  process.exit(2);
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
const { status } = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--config", "vitest.rule.config.ts"],
  { stdio: "inherit", env: { ...process.env, KUBEWRIGHT_RULES: ids.join(",") } },
);
process.exit(status ?? 1);

/** `security/host-port.md` → `host-port` */
function nameOf(path: string): string {
  return path.replace(/^.*[\\/]/, "").replace(/\.md$/, "");
}
