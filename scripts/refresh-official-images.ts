/**
 * Writes data/official-images.json:
 * `tsx scripts/refresh-official-images.ts <checkout of docker-library/official-images>`
 */
import { writeFileSync } from "node:fs";
import { readCheckout } from "../data/checkout.ts";
import { pack } from "../data/pack.ts";

const [source] = process.argv.slice(2);
if (!source) {
  process.stderr.write("usage: refresh-official-images.ts CHECKOUT-OF-OFFICIAL-IMAGES\n");
  process.exit(2);
}
const { commit, date, images: facts, lines } = readCheckout(source);
const { words, images } = pack(facts);
const isEnded = (name: string) => Object.keys(facts[name]?.now ?? {}).length === 0;
const names = Object.keys(images);
const ordered = [...names.filter((name) => !isEnded(name)), ...names.filter(isEnded)];
const packed = {
  source: "docker-library/official-images",
  commit,
  date,
  words,
  // A single string costs nothing until it is used; a list would be created at every start of a program.
  images: ordered.map((name) => [name, lines[name] ?? "", images[name]].join("\t")).join("\n"),
};
const file = new URL("../data/official-images.json", import.meta.url);
writeFileSync(file, `${JSON.stringify(packed, null, 2)}\n`);
const tags = Object.values(facts).flatMap(({ ever }) => ever).length;
process.stdout.write(`${names.length} images, ${tags} tags, as of ${date}\n`);
