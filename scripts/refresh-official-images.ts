/**
 * Writes data/official-images.json:
 * `tsx scripts/refresh-official-images.ts <checkout of docker-library/official-images>`
 */
import { writeFileSync } from "node:fs";
import { readCheckout } from "../data/checkout.ts";
import { pack } from "../data/pack.ts";

const [source] = process.argv.slice(2);
if (!source) {
  process.stderr.write("Name a checkout of docker-library/official-images.\n");
  process.exit(2);
}
const { commit, date, images, lines } = readCheckout(source);
const file = new URL("../data/official-images.json", import.meta.url);
const packed = { source: "docker-library/official-images", commit, date, lines, ...pack(images) };
writeFileSync(file, `${JSON.stringify(packed, null, 2)}\n`);
const tags = Object.values(images).flatMap(({ ever }) => ever).length;
process.stdout.write(`${Object.keys(images).length} images, ${tags} tags, as of ${date}\n`);
