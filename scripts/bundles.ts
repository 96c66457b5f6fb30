import { createRequire } from "node:module";
import type { BuildOptions } from "esbuild";

const shared = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minify: true,
  legalComments: "none",
  // Bundled from its ES module, js-yaml parses three times slower than from its CommonJS build (npm run bench).
  alias: { "js-yaml": createRequire(import.meta.url).resolve("js-yaml") },
  logLevel: "warning",
} as const satisfies BuildOptions;

/** The three programs: the VS Code extension, the language server and the command line. */
export const bundles: readonly BuildOptions[] = [
  { ...shared, entryPoints: ["client/extension.ts"], outfile: "dist/client.cjs", external: ["vscode"] },
  { ...shared, entryPoints: ["server/main.ts"], outfile: "dist/server.cjs" },
  {
    ...shared,
    entryPoints: ["cli/main.ts"],
    outfile: "dist/cli.cjs",
    banner: { js: "#!/usr/bin/env node" },
  },
];
