/**
 * Bundles the three programs into dist/ and writes the rule pages to docs/rules; with `--watch`, readable and with
 * source maps, for debugging.
 */
import { build } from "esbuild";
import { bundles } from "./bundles.ts";
import { writeRulePages } from "./generate/docs.ts";

const readable = process.argv.includes("--watch") ? ({ minify: false, sourcemap: "linked" } as const) : {};
await Promise.all(bundles.map((bundle) => build({ ...bundle, ...readable })));
writeRulePages(".");
