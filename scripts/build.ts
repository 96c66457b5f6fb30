/** Bundles the three programs into dist/; with `--watch` readable and with source maps, for debugging. */
import { build } from "esbuild";
import { bundles } from "./bundles.ts";

const readable = process.argv.includes("--watch") ? ({ minify: false, sourcemap: "linked" } as const) : {};
await Promise.all(bundles.map((bundle) => build({ ...bundle, ...readable })));
