import { parseFamiliarName } from "@swimlane/docker-reference";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseImageReference } from "../../../engine/images/reference.ts";
import { runs, seed } from "../../seed.ts";

const SHA256 = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("the parts of an image name", () => {
  it.each([
    ["nginx", "docker.io", "library/nginx", undefined, undefined],
    ["nginx:1.27-alpine", "docker.io", "library/nginx", "1.27-alpine", undefined],
    ["docker.io/nginx", "docker.io", "library/nginx", undefined, undefined],
    ["index.docker.io/library/nginx:1", "docker.io", "library/nginx", "1", undefined],
    ["acme/shop_api:2024.1", "docker.io", "acme/shop_api", "2024.1", undefined],
    ["acme/a__b/c--d", "docker.io", "acme/a__b/c--d", undefined, undefined],
    ["localhost/app", "localhost", "app", undefined, undefined],
    ["localhost:5000/app:v1", "localhost:5000", "app", "v1", undefined],
    ["[::1]:5000/app:v1", "[::1]:5000", "app", "v1", undefined],
    ["[2001:db8::1]/app", "[2001:db8::1]", "app", undefined, undefined],
    ["ghcr.io/acme/web/api", "ghcr.io", "acme/web/api", undefined, undefined],
    ["Registry.Example.com/app", "Registry.Example.com", "app", undefined, undefined],
    [`nginx@${SHA256}`, "docker.io", "library/nginx", undefined, SHA256],
    [`quay.io/a/b:1.0@${SHA256}`, "quay.io", "a/b", "1.0", SHA256],
    ["host:5000", "docker.io", "library/host", "5000", undefined],
    [`a:${"t".repeat(128)}`, "docker.io", "library/a", "t".repeat(128), undefined],
  ])("%s", (text, registry, repository, tag, digest) => {
    expect(parseImageReference(text)).toMatchObject({ kind: "image", registry, repository, tag, digest });
  });

  it("have the right ranges", () => {
    const text = `[::1]:5000/acme/api:1.0@${SHA256}`;
    const parsed = parseImageReference(text);
    if (parsed.kind !== "image") throw new Error(parsed.kind);
    const { registry, repository, tag, digest } = parsed.ranges;
    const written = [registry, repository, tag, digest].map(
      (range) => range && text.slice(range.start, range.end),
    );
    expect(written).toEqual(["[::1]:5000", "acme/api", "1.0", SHA256]);
    expect(parsed.registryIsExplicit).toBe(true);
    expect(parseImageReference("acme/api")).toMatchObject({
      registryIsExplicit: false,
      ranges: { registry: undefined, repository: { start: 0, end: 8 } },
    });
  });
});

describe("text that is not an image name", () => {
  it.each([
    ["⟦⟧", "no text"],
    ["nginx:⟦⟧", "an empty tag"],
    ["nginx@⟦⟧", "an empty digest"],
    ["ghcr.io/⟦⟧", "no repository"],
    ["nginx⟦ ⟧", "whitespace in it"],
    ["⟦https://⟧ghcr.io/a/b", "a URL scheme"],
    ["⟦Nginx⟧", "uppercase letters in the repository"],
    ["⟦MyOrg⟧/app:1", "uppercase letters in the repository"],
    ["ghcr.io/acme/⟦Web⟧:1", "uppercase letters in the repository"],
    ["acme/⟦⟧/api", "two slashes in a row"],
    ["⟦⟧/nginx", "a slash at the start"],
    ["acme/⟦⟧", "a slash at the end of the repository"],
    ["⟦-nginx⟧", "a path component that starts or ends with a separator"],
    ["acme/⟦web_⟧:1", "a path component that starts or ends with a separator"],
    ["⟦a..b⟧", "consecutive separators in the repository"],
    ["acme/we⟦+⟧b", 'the character "+" in the repository'],
    ["acme/we⟦é⟧b", 'the character "é" in the repository'],
    ["nginx⟦:1⟧:2", "more than one tag"],
    ["nginx:⟦-⟧1", 'the character "-" at the start of the tag'],
    ["nginx:1.0⟦+⟧build", 'the character "+" in the tag'],
    [`nginx:⟦${"t".repeat(129)}⟧`, "a tag longer than 128 characters"],
    ["⟦-host.example⟧/app", "an invalid registry host name"],
    ["host:⟦port⟧/app", "a registry port that is not a number"],
    ["nginx@⟦abcdef⟧", "a digest without an algorithm"],
    ["nginx@⟦md5⟧:abcdef", "an unknown digest algorithm"],
    ["nginx@sha256:⟦abcdef⟧", "a digest with 6 digits instead of 64"],
    [`nginx@sha256:⟦${"AB".repeat(32)}⟧`, "a digest with characters other than 0-9 and a-f"],
    [`⟦${"a".repeat(250)}⟧:1`, "a name longer than 255 characters"],
    [`⟦${"ab".repeat(32)}⟧`, "an image ID instead of a name"],
  ])("%s", (marked, reason) => {
    const range = { start: marked.indexOf("⟦"), end: marked.indexOf("⟧") - 1 };
    expect(parseImageReference(marked.replace(/[⟦⟧]/g, ""))).toEqual({ kind: "problem", reason, range });
  });
});

it.each([
  "${IMAGE}",
  "$(REGISTRY)/app:$(TAG)",
  "$IMAGE",
  "ghcr.io/acme/web:${TAG:-latest}",
  '{{ .Values.image.repository }}:{{ .Values.image.tag | default "1" }}',
  "<your image>",
  "registry.example.com/<app>:1",
  "REPLACE_ME",
  "IMAGE",
  "REGISTRY/IMAGE:TAG",
  "gcr.io/PROJECT_ID/web:v1",
  "__IMAGE__",
  "%IMAGE%",
  "#{image}#",
])("%s is filled in later", (text) => {
  expect(parseImageReference(text)).toEqual({ kind: "templated" });
});

/**
 * The port according to the Go parser's port; undefined if it rejects the text, or finds no host to pull from
 * (`a.b_c/d`).
 */
function oracle(text: string) {
  try {
    const { domain, repository, tag, digest } = parseFamiliarName(text);
    return domain ? { registry: domain, repository, tag, digest } : undefined;
  } catch {
    return undefined;
  }
}

/** Short, because the port's regular expressions take time exponential in the length of a rejected name. */
const body = fc
  .array(fc.constantFrom(..."a b 1 0 . _ - / : @ A % __ .. v1.2 :5000".split(" ")), {
    minLength: 1,
    maxLength: 8,
  })
  .map((pieces) => pieces.join("").slice(0, 10));
const imageLike = fc
  .tuple(
    fc.constantFrom("", "", "localhost/", "docker.io/", "ghcr.io/", "a.b:5000/", "library/"),
    body,
    fc.constantFrom("", "", ":1.27", `@${SHA256}`, `:v1@${SHA256}`, "@sha512:ab"),
  )
  .map((parts) => parts.join(""));

describe("agreement with Go's distribution/reference", () => {
  it("on texts that resemble image names", () => {
    fc.assert(
      fc.property(imageLike, (text) => {
        const parsed = parseImageReference(text);
        const expected = oracle(text);
        // The port does not support placeholders.
        fc.pre(parsed.kind !== "templated");
        if (parsed.kind === "problem") expect(expected).toBeUndefined();
        else expect(parsed).toMatchObject(expected ?? { registry: "refused" });
      }),
      { numRuns: runs(2000), seed },
    );
  });

  it("and any text gives a result with ranges inside it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const parsed = parseImageReference(text);
        const ranges =
          parsed.kind === "image"
            ? Object.values(parsed.ranges)
            : parsed.kind === "problem"
              ? [parsed.range]
              : [];
        for (const range of ranges) {
          if (!range) continue;
          expect(0 <= range.start && range.start <= range.end && range.end <= text.length).toBe(true);
        }
      }),
      { seed },
    );
  });
});

it.each(["a-", "a/", "a.", "_", "<", "$", "%a", "A_", ":", "a:", "@", "a@", "[", " ", "é"])(
  "10,000 characters of %j are answered",
  (unit) => {
    const text = unit.repeat(10_000 / unit.length);
    expect(["problem", "templated"]).toContain(parseImageReference(text).kind);
  },
);
