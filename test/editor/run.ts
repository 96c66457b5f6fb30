/**
 * Bundles the suite and runs it in a real VS Code: the desktop one if possible, or else the one from npm. `--browser`
 * uses only the second, `--desktop` only the first, and `--grep` runs only the tests whose names contain a text. In the
 * second, the suite runs again in an untrusted folder, which the library that starts the first does not support. Ends
 * with `N passed, N failed, N skipped`.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { findChromium } from "../../scripts/real-editor/workbench.ts";
import { cachedCodeServer, cachedNode24 } from "../../scripts/tools/cache.ts";
import type { Counts, LaunchOptions } from "./launch.ts";
import { launchBrowser } from "./launch-browser.ts";
import { findDesktop, launchElectron } from "./launch-electron.ts";

const root = resolve(import.meta.dirname, "../..");
const { values: flags } = parseArgs({
  options: {
    browser: { type: "boolean", default: false },
    desktop: { type: "boolean", default: false },
    extension: { type: "string", default: root },
    grep: { type: "string", default: "" },
  },
});

if (flags.extension === root && !existsSync(join(root, "dist", "client.cjs"))) {
  console.error("editor tests: run `npm run build` first");
  process.exit(1);
}
const options: LaunchOptions = {
  extension: resolve(flags.extension),
  suite: await bundleSuite(),
  workspace: join(root, "test", "editor", "workspace"),
  timeout: 1_800_000,
  grep: flags.grep,
};
const { passed, failed, skipped } = await launch();
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed > 0 ? 1 : 0);

async function launch(): Promise<Counts> {
  const nothing = { passed: 0, failed: 0, skipped: 1 };
  const reasons: string[] = [];
  if (!flags.browser) {
    const desktop = await findDesktop();
    if ("program" in desktop) return launchElectron(desktop.program, options);
    reasons.push(desktop.reason);
  }
  if (!flags.desktop) {
    if (cachedCodeServer() === undefined || cachedNode24() === undefined) {
      reasons.push("the npm-carried VS Code is not installed (npx tsx scripts/real-editor/install.ts)");
    } else if (findChromium() === undefined) {
      reasons.push("there is no chromium on PATH");
    } else {
      const trusted = await launchBrowser(options);
      const restricted = await launchBrowser({ ...options, restricted: true });
      return {
        passed: trusted.passed + restricted.passed,
        failed: trusted.failed + restricted.failed,
        skipped: trusted.skipped + restricted.skipped,
      };
    }
  }
  console.log(`editor tests skipped: ${reasons.join("; ")}`);
  return nothing;
}

async function bundleSuite(): Promise<string> {
  const outfile = join(root, "dist", "test-editor", "suite.cjs");
  await build({
    entryPoints: [join(root, "test", "editor", "suite", "index.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    // Mocha keeps state in its modules, so the suite must use the same copy as its tests.
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  return outfile;
}
