/** Bundles the three programs into dist/: the extension's client, the language server and the command line. */
import { createRequire } from "node:module";
import { build } from "esbuild";

const watch = process.argv.includes("--watch");
const shared = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minify: !watch,
  sourcemap: watch ? "linked" : false,
  legalComments: "none",
  // Bundled from its ES module, js-yaml parses three times slower than from its CommonJS build (npm run bench).
  alias: { "js-yaml": createRequire(import.meta.url).resolve("js-yaml") },
  logLevel: "warning",
} as const;

await Promise.all([
  build({
    ...shared,
    entryPoints: ["client/extension.ts"],
    outfile: "dist/client.cjs",
    external: ["vscode"],
  }),
  build({ ...shared, entryPoints: ["server/main.ts"], outfile: "dist/server.cjs" }),
  build({
    ...shared,
    entryPoints: ["cli/main.ts"],
    outfile: "dist/cli.cjs",
    banner: { js: "#!/usr/bin/env node" },
  }),
]);
