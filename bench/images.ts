/** The cost of the image data: on each keystroke, and for the first lookup. */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { defaultConfig, rules } from "../engine/index.ts";
import { Linter } from "../engine/linter.ts";
import { stream } from "./generate.ts";
import { median } from "./statistics.ts";
import type { Row } from "./table.ts";

/** @param folder for a temporary bundle */
export function imageRows(folder: string, quick: boolean): readonly Row[] {
  const { keystroke, images } = keystrokes(quick ? 200 : 1600);
  return [
    { work: "keystroke in process, 1,000 lines: analysis, p50", unit: "ms", ours: keystroke },
    { work: "of it the rules on images", unit: "%", ours: (100 * images) / keystroke },
    {
      work: "data on official images: load and first lookup, fresh process",
      unit: "ms",
      ours: catalogLoad(folder),
    },
  ];
}

/** The time of the analysis of one keystroke, and how much of it the rules on images take, in milliseconds. */
function keystrokes(count: number): { readonly keystroke: number; readonly images: number } {
  const config = { ...defaultConfig, preset: "recommended" } as const;
  const text = stream(1000);
  const places = [...text.matchAll(/^ *(?:- )?(?:image|name|replicas|cpu): .*$/gm)].map(
    ({ index, 0: line }) => index + line.length,
  );
  const typists = [rules, rules.filter(({ category }) => category !== "images")].map((registry) => {
    const linter = new Linter(registry, () => config);
    const times: number[] = [];
    const show = (text: string) => {
      linter.setFile(uri, text);
      linter.findings(uri);
    };
    show(text);
    return { times, show };
  });
  // Alternating, so that both run under the same conditions. Each comes first equally often, because the first one
  // after a pause has cold CPU caches, which costs more than all image rules.
  for (let at = 0; at < count; at++) {
    const place = places[(at * 37) % places.length]!;
    for (const { times, show } of at % 2 === 0 ? typists : typists.toReversed()) {
      const start = performance.now();
      show(`${text.slice(0, place)}1${text.slice(place)}`);
      if (count / 4 < at) times.push(performance.now() - start);
      show(text);
    }
  }
  const [all, without] = typists.map(({ times }) => median(times));
  return { keystroke: all!, images: all! - without! };
}

const uri = "file:///bench/stream.yaml";

/** The median over new processes, as bundles load the data. */
function catalogLoad(folder: string): number {
  const outfile = join(folder, "catalog.cjs");
  buildSync({
    entryPoints: [join(import.meta.dirname, "../engine/images/catalog.ts")],
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
