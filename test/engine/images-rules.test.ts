import { expect, test } from "vitest";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";
import { applyEdits } from "../../engine/text/range.ts";

const uri = "file:///workspace/web.yaml";

/** The findings of the default preset about the image of a pod, and the text after each of their fixes. */
function lintImage(image: string, rest = "", of = "image-latest-tag") {
  const text = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ${image}
${rest}`;
  const linter = new Linter(rules);
  linter.setFile(uri, text);
  const finding = linter.findings(uri).find(({ rule }) => rule === of);
  if (!finding) return undefined;
  const fixes = linter.fixes(finding, uri).map((fix) => /image: (.*)/.exec(applyEdits(text, fix.edits))?.[1]);
  return {
    message: finding.message,
    underlined: text.slice(finding.start, finding.end),
    path: finding.path,
    fixes,
  };
}

test("an image without a tag is underlined by its name, and pinned to a version", () => {
  const said = lintImage("nginx");
  expect(said?.message).toContain("tag");
  expect(said?.underlined).toBe("nginx");
  expect(said?.path).toBe("spec.containers[0].image");
  expect(said?.fixes[0]).toMatch(/^nginx:\d+\.\d+\.\d+$/);
});

test("an image without a tag also gets a fix to a full version on Alpine", () => {
  expect(lintImage("nginx")?.fixes[1]).toMatch(/^nginx:\d+\.\d+\.\d+-alpine$/);
  expect(lintImage("nginx", "", "alpine-variant-exists")).toBeUndefined();
});

test("a container that needs Debian's packages, or keeps data, gets no fix to Alpine", () => {
  for (const rest of [
    "      command: [/bin/sh, -c, apt-get update]",
    "      volumeMounts: [{ name: data, mountPath: /data }]\n  volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]",
    "  nodeSelector: { kubernetes.io/os: windows }",
  ]) {
    expect(lintImage("nginx:latest", rest)?.fixes).toEqual([expect.stringMatching(/^nginx:[\d.]+$/)]);
    expect(lintImage("nginx:1.31.4", rest, "alpine-variant-exists")).toBeUndefined();
  }
});

test("the underline excludes quotes and the text after them", () => {
  expect(lintImage('"ghcr.io/acme/web:latest" # ours')?.underlined).toBe("latest");
  expect(lintImage("'ghcr.io/acme/web'")?.underlined).toBe("ghcr.io/acme/web");
});
