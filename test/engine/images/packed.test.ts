import fc from "fast-check";
import { expect, it } from "vitest";
import { pack } from "../../../data/pack.ts";
import { unpack } from "../../../engine/images/packed.ts";
import { joinTag, splitTag } from "../../../engine/images/tags.ts";
import { runs, seed } from "../../seed.ts";

const version = fc
  .array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 4 })
  .chain((numbers) =>
    fc
      .constantFrom("", "v", "8u302-b")
      .map((before) => before + numbers.join(before === "8u302-b" ? "" : ".")),
  );
const word = fc.constantFrom(
  "alpine",
  "alpine3.20",
  "slim",
  "bookworm",
  "jdk17",
  "fpm",
  "rc1",
  "20240101",
  "1.2.3",
  "a_b",
);
const tag = fc
  .tuple(fc.option(version), fc.array(word, { maxLength: 3 }))
  .map(([number, words]) => [...(number === null ? [] : [number]), ...words].join("-") || "latest");

it("splits any tag into parts that can be joined again", () => {
  fc.assert(
    fc.property(fc.oneof(tag, fc.stringMatching(/^\w[\w.-]{0,40}$/)), (text) => {
      expect(joinTag(splitTag(text))).toBe(text);
    }),
    { numRuns: runs(2000), seed },
  );
});

it("unpacks exactly the tags and builds that were packed", () => {
  const facts = fc.uniqueArray(fc.tuple(tag, fc.option(fc.nat({ max: 5 }))), {
    selector: ([text]) => text,
    maxLength: 60,
  });
  fc.assert(
    fc.property(facts, fc.array(tag), (listed, others) => {
      const ever = listed.map(([text]) => text);
      const now = Object.fromEntries(
        listed.filter(([, build]) => build !== null).map(([text, build]) => [text, `${build}`]),
      );
      const { words, images } = pack({ image: { ever, now } });
      const unpacked = unpack(images["image"] ?? "", words.split(" "));
      for (const text of [...ever, ...others])
        expect([text, unpacked.everHad(text)]).toEqual([text, ever.includes(text)]);
      expect([...unpacked.builds.keys()].sort()).toEqual(Object.keys(now).sort());
      for (const [a, build] of unpacked.builds) {
        for (const [b, other] of unpacked.builds) expect(build === other).toBe(now[a] === now[b]);
      }
    }),
    { seed },
  );
});
