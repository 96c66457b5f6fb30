/** What knowing images costs: at a keystroke, and the first time that the catalogue is asked. */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { defaultConfig, rules } from "../engine/index.ts";
import type { Rule } from "../engine/lint/rule.ts";
import { Linter } from "../engine/linter.ts";
import { stream } from "./generate.ts";
import { median } from "./statistics.ts";
import type { Row } from "./table.ts";

/** @param folder for a bundle that is thrown away */
export function imageRows(folder: string, quick: boolean): readonly Row[] {
  const { keystroke, images } = keystrokes(quick ? 100 : 400);
  return [
    { work: "keystroke in process, 1,000 lines: analysis, p50", unit: "ms", ours: keystroke },
    { work: "of it rules on images", unit: "%", ours: (100 * images) / keystroke },
    {
      work: "image catalogue: load and first answer, fresh process",
      unit: "ms",
      ours: catalogueLoad(folder),
    },
  ];
}

/** Medians of one keystroke's analysis, and of what the rules of the category `images` take of it, in milliseconds. */
function keystrokes(count: number): { readonly keystroke: number; readonly images: number } {
  let spent = 0;
  const config = { ...defaultConfig, preset: "recommended" } as const;
  const linter = new Linter(
    rules.map((rule) => (rule.category === "images" ? watched(rule, (time) => (spent += time)) : rule)),
    () => config,
  );
  const uri = "file:///bench/stream.yaml";
  const text = stream(1000);
  const places = [...text.matchAll(/^ *(?:- )?(?:image|name|replicas|cpu): .*$/gm)].map(
    ({ index, 0: line }) => index + line.length,
  );
  linter.setFile(uri, text);
  linter.findings(uri);
  const [all, images]: [number[], number[]] = [[], []];
  for (let at = 0; at < count; at++) {
    const place = places[(at * 37) % places.length]!;
    const typed = `${text.slice(0, place)}1${text.slice(place)}`;
    spent = 0;
    const start = performance.now();
    linter.setFile(uri, typed);
    linter.findings(uri);
    all.push(performance.now() - start);
    images.push(spent);
    linter.setFile(uri, text);
    linter.findings(uri);
  }
  const mean = (times: readonly number[]) => times.reduce((a, b) => a + b, 0) / times.length;
  return { keystroke: median(all), images: (mean(images) / mean(all)) * median(all) };
}

function watched(rule: Rule, add: (time: number) => void): Rule {
  return {
    ...rule,
    *check(subject, context) {
      const start = performance.now();
      const hits = [...rule.check(subject, context)];
      add(performance.now() - start);
      yield* hits;
    },
  };
}

/** The median over fresh processes, as the bundles load it. */
function catalogueLoad(folder: string): number {
  const outfile = join(folder, "catalogue.cjs");
  buildSync({
    entryPoints: [join(import.meta.dirname, "../engine/images/catalogue.ts")],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
  });
  const program = `const start = performance.now();
const { officialImageOf, tagStatus } = require(${JSON.stringify(outfile)});
tagStatus(officialImageOf("nginx"), "1.27-alpine");
console.log(performance.now() - start);`;
  const times = Array.from({ length: 9 }, () =>
    Number(spawnSync(process.execPath, ["-e", program], { encoding: "utf8" }).stdout),
  );
  rmSync(outfile);
  return median(times);
}
