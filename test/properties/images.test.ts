import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLinter, defaultConfig } from "../../engine/index.ts";
import { applyEdits } from "../../engine/text/range.ts";
import { runs, seed } from "../seed.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

/** Image values as written by users and tools, and by mistake. */
const odd: readonly string[] = [
  "nginx latest",
  "NGINX:1.27",
  "${IMAGE}:${TAG}",
  "$(REGISTRY)/web:1.0",
  "{{ .Values.image }}",
  "IMAGE_PLACEHOLDER",
  "<registry>/<image>:<tag>",
  "newImage:newTag",
  `nginx:${"9".repeat(10_000)}`,
  `${"a/".repeat(5_000)}web:1`,
  "nginx:",
  ":1.27",
  "@",
  `nginx@${digest}`,
  `nginx:1.27@${digest}x`,
  "[::1]:5000/web:1",
  "[::1]:5000",
  "localhost/web",
  "https://ghcr.io/acme/web",
  "nginx:1.27:1.28",
  "y",
  "1.27",
  "~",
  "-",
  "\u0000",
  "nginx\u00a0:1.27",
  "𝓃ginx:1.27",
];

/** The files that can contain an image, with a place for it. */
const homes: Readonly<Record<string, (image: string) => string>> = {
  "web.yaml": (image) =>
    `apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }\nspec:\n  containers:\n    - name: web\n      image: ${image}\n  volumes: [{ name: v, image: { reference: ${JSON.stringify(image)} } }]\n`,
  "kustomization.yaml": (image) =>
    `images:\n  - name: ${JSON.stringify(image)}\n    newName: ${image}\n    newTag: ${image}\n`,
  "values.yaml": (image) =>
    `image:\n  repository: ${image}\n  tag: ${image}\nsidecar: { image: ${JSON.stringify(image)} }\n`,
  Dockerfile: (image) =>
    `ARG BASE=${image}\nFROM ${image} AS build\nFROM \${BASE}\nCOPY --from=${image} /a /b\nRUN apt-get update && apt-get install -y curl\n`,
};

describe.each(Object.entries(homes))("whatever stands for an image in %s", (file, around) => {
  const uri = `file:///workspace/${file}`;
  const config = {
    ...defaultConfig,
    preset: "all",
    settings: {
      ...defaultConfig.settings,
      registries: {
        ...defaultConfig.settings.registries,
        allowed: ["ghcr.io"],
        mirrors: { "docker.io": "registry.corp.example/hub" },
        requireDigest: { paths: ["**"], namespaces: [] },
      },
    },
  } as const;

  /** Lints, applies every fix, and requests the hover and completions at every offset. */
  function look(image: string): void {
    const linter = createLinter(() => config);
    const text = around(image);
    linter.setFile(uri, text);
    for (const finding of linter.findings(uri)) {
      expect(finding.message).not.toContain("please report it");
      expect(finding.start).toBeLessThanOrEqual(finding.end);
      expect(finding.end).toBeLessThanOrEqual(text.length);
      for (const fix of linter.fixes(finding, uri)) applyEdits(text, fix.edits);
    }
    const parts = linter.imageParts(uri);
    for (const [at, part] of parts.entries())
      expect(parts[at + 1]?.start ?? text.length).toBeGreaterThanOrEqual(part.end);
    for (const question of linter.imageQuestions(uri)) expect(question.repository).not.toBe("");
    const step = Math.max(1, Math.floor(text.length / 40));
    for (let at = 0; at <= text.length; at += step) {
      linter.imageAt(uri, at);
      linter.completions(uri, at);
    }
    const { text: fixed } = linter.fixAll(uri, { classes: ["safe", "review"] });
    linter.setFile(uri, fixed);
    expect(linter.fixAll(uri, { classes: ["safe", "review"] }).text).toBe(fixed);
  }

  test.each(odd.map((image) => [image.slice(0, 40), image]))("is handled without an error: %s", (_, image) =>
    look(image),
  );

  test("never breaks a rule, a fix, a hover or a completion", () => {
    const characters = [..."abcAZ019.:/@-_ $"].concat(
      "{{",
      "}}",
      "${",
      "}",
      "sha256:",
      "docker.io/",
      "nginx",
      "1.27",
      "-alpine",
      "\n",
      "'",
      '"',
      "#",
      "é",
    );
    const text = fc.array(fc.constantFrom(...characters), { maxLength: 14 }).map((parts) => parts.join(""));
    fc.assert(fc.property(text, look), { numRuns: runs(120), seed });
  });
});
