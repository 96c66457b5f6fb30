import fc from "fast-check";
import { expect, it } from "vitest";
import { isAlpineTag } from "../../../engine/images/distributions.ts";
import { supportedSuccessor } from "../../../engine/images/successor.ts";
import { supportOf } from "../../../engine/images/support.ts";
import { judgeTag } from "../../../engine/images/typos.ts";
import { variantOf, variantsOf } from "../../../engine/images/variants.ts";
import { growth, linear } from "../../growth.ts";
import { runs, seed } from "../../seed.ts";
import { known } from "./known.ts";

const images = ["nginx", "node", "postgres", "openjdk", "debian", "tomee", "centos"].map(
  (name) => known(name).image,
);
const listed = fc.constantFrom(...images).chain((image) => fc.constantFrom(...[...image.builds.keys(), "7"]));
const broken = fc
  .tuple(listed, fc.nat(), fc.constantFrom("", "-", ".", "x", "9", "v"))
  .map(([tag, at, text]) => tag.slice(0, at % tag.length) + text + tag.slice((at % tag.length) + 1));
const anyTag = fc.oneof(listed, broken, fc.string({ unit: "binary" }), fc.stringMatching(/^[\w.-]{0,20}$/));

it("answers for any tag, with tags that exist", () => {
  fc.assert(
    fc.property(fc.constantFrom(...images), anyTag, (image, tag) => {
      const { kind, suggestions } = judgeTag(image, tag);
      expect(kind === "known").toBe(image.everHad(tag));
      if (kind === "typo" && !isAlpineTag(tag)) expect(suggestions).not.toEqual([]);
      for (const suggestion of suggestions) expect(image.everHad(suggestion)).toBe(true);
      expect(supportOf(image, tag) === "supported").toBe(image.builds.has(tag));
      const successor = supportedSuccessor(image, tag)?.tag;
      if (successor !== undefined) expect(image.builds.has(successor)).toBe(true);
      for (const variant of ["alpine", "slim"] as const) {
        const sibling = variantOf(image, tag, variant);
        if (sibling !== undefined) expect(image.everHad(sibling)).toBe(true);
      }
      for (const variant of variantsOf(image, tag)) expect(image.everHad(variant.tag)).toBe(true);
    }),
    { numRuns: runs(1500), seed },
  );
});

it("forgets answers about half-typed tags", () => {
  const { image } = known("nginx");
  for (let patch = 0; patch < 2000; patch++) judgeTag(image, `1.27.9${patch}-x`);
  expect(Math.max(...[...image.answers.values()].map((answers) => answers.size))).toBeLessThanOrEqual(500);
});

it("reads tags of any length in time that grows with the length only", () => {
  const { image } = known("openjdk");
  for (const piece of ["a", "1.", "-1", "1-a"]) {
    const work = (count: number) => {
      // Answers are cached until the tag changes.
      image.answers.clear();
      const tag = piece.repeat(count);
      expect(judgeTag(image, tag).kind).toBe("unknown");
      expect(supportOf(image, tag)).toBe("unknown");
      expect(variantsOf(image, tag)).toEqual([]);
    };
    expect(growth(work, 2000), piece).toBeLessThan(linear);
  }
});
