/**
 * Writes data/official-images.json:
 * `tsx scripts/refresh-official-images.ts <checkout of docker-library/official-images | facts.json.gz>`
 */
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { type CheckoutFacts, readCheckout } from "../data/checkout.ts";
import { type ImageFacts, pack } from "../data/pack.ts";

const [source] = process.argv.slice(2);
if (!source) {
  process.stderr.write("Name a checkout of docker-library/official-images, or a facts file (.json.gz).\n");
  process.exit(2);
}
const { commit, date, images } = source.endsWith(".json.gz") ? readFacts(source) : readCheckout(source);
const file = new URL("../data/official-images.json", import.meta.url);
writeFileSync(
  file,
  `${JSON.stringify({ source: "docker-library/official-images", commit, date, ...pack(images) }, null, 2)}\n`,
);
const tags = Object.values(images).flatMap(({ ever }) => ever).length;
process.stdout.write(`${Object.keys(images).length} images, ${tags} tags, as of ${date}\n`);

/** Facts files name a tag's build by its directory, which is coarser: some images build all from one. */
function readFacts(path: string): CheckoutFacts {
  const facts = JSON.parse(gunzipSync(readFileSync(path)).toString()) as CheckoutFacts;
  const isTag = (tag: string) => /^\w[\w.-]{0,127}$/.test(tag) && tag !== "GitRepo";
  const cleaned = Object.entries(facts.images).map(([name, { ever, now }]): [string, ImageFacts] => [
    name,
    { ever: ever.filter(isTag), now },
  ]);
  return { ...facts, images: Object.fromEntries(cleaned) };
}
