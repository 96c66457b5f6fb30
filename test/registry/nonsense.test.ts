import fc from "fast-check";
import { expect, test } from "vitest";
import { parseChallenge } from "../../host/registry/challenge.ts";
import { readConfig, readManifest, readTags, whatElse } from "../../host/registry/manifest.ts";
import { proxyFor } from "../../host/registry/proxy.ts";
import { cachedDigest, cachedSummary } from "../../host/registry/summary.ts";
import { growth, linear } from "../growth.ts";
import { runs } from "../seed.ts";
import { imageOf, indexOf } from "./image.ts";

/** A valid response of a registry with one damaged value. */
const damaged = fc
  .tuple(
    fc.constantFrom(imageOf({ architecture: "amd64" }), indexOf([{ architecture: "arm64", variant: "v8" }])),
    fc.nat(200),
    fc.jsonValue(),
  )
  .map(([image, place, value]) => {
    let count = 0;
    return JSON.stringify(JSON.parse(image.body.toString()), (_, old) => (count++ === place ? value : old));
  });

test("no text makes a reader throw, and the result has the right shape", () => {
  fc.assert(
    fc.property(fc.oneof(damaged, fc.json(), fc.string()), (text) => {
      const manifest = readManifest(text);
      if (manifest?.kind === "image") expect(manifest.size).toBeGreaterThanOrEqual(0);
      for (const { digest } of manifest?.kind === "index" ? manifest.images : [])
        expect(digest).toMatch(/^sha(256|512):[0-9a-f]+$/);
      expect(typeof (readConfig(text, 1)?.os ?? "")).toBe("string");
      for (const tag of readTags(text) ?? []) expect(typeof tag).toBe("string");
      expect(whatElse(text)).toMatch(/^(responded with|has this image)/);
    }),
    { numRuns: runs(2_000) },
  );
});

test("a result can be stored and read again", () => {
  fc.assert(
    fc.property(damaged, (text) => {
      const manifest = readManifest(text);
      if (manifest?.kind !== "index") return;
      expect(cachedSummary(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
    }),
  );
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const summary = cachedSummary(value);
      if (summary) expect(["image", "index"]).toContain(summary.kind);
      expect([undefined, null, "string"]).toContain(cachedDigest(value) && typeof cachedDigest(value));
    }),
  );
});

test("no header is too odd or too long", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.string(), (before, realm) => {
      const known = parseChallenge(`Bearer realm="${realm.replace(/["\\]/g, "\\$&")}" ${before}`);
      expect(known?.kind).toBe("bearer");
      expect(() => parseChallenge(before)).not.toThrow();
    }),
  );
  for (const piece of [" ", ",", '"', '\\"', "a=", "Bearer ", 'a="', "a ="])
    expect(
      growth((count) => void parseChallenge(piece.repeat(count)), 2000),
      piece,
    ).toBeLessThan(linear);
});

test("no environment makes the choice of a proxy throw", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (proxy, exempt) => {
      const environment = { HTTPS_PROXY: proxy, no_proxy: exempt };
      const chosen = proxyFor(new URL("https://10.0.0.1/"), environment);
      expect(chosen === undefined || chosen === "invalid" || chosen instanceof URL).toBe(true);
    }),
  );
});
