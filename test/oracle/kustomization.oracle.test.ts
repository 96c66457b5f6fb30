/** Kustomize itself as an oracle: it rejects what the rules on kustomizations call an error, with the same reason. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rules } from "../../engine/rules/index.generated.ts";
import { openScene, pageOf, uriOf } from "../harness/scene.ts";
import { kubectl } from "./kubectl.ts";

/** By rule, how Kustomize words the reason. */
const reasons: Readonly<Record<string, RegExp>> = {
  "kustomization-field-unknown": /unknown field/,
  "kustomization-value-wrong-type": /cannot unmarshal/,
  "kustomization-value-not-string": /cannot unmarshal/,
  "kustomization-file-missing": /no such file or directory/,
  "kustomization-patch-unmatched": /no matches for Id/,
};

const scenes = rules.flatMap((rule) => {
  const reason = reasons[rule.id];
  if (!reason) return [];
  return pageOf(rule).scenes.flatMap((scene) => {
    const text = scene.examples.map((example) => example.text).join();
    // Kustomize would fetch what is remote, and does not know the kind of Flux.
    if (/https:|toolkit\.fluxcd\.io/.test(text)) return [];
    return [{ name: `${rule.id}, line ${scene.examples[0]!.line}`, rule, reason, scene }];
  });
});

describe.skipIf(!kubectl)("Kustomize in kubectl 1.35 (skipped without the cached kubectl)", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "kubewright-kustomization-"));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  test.each(scenes)("$name", ({ rule, reason, scene }) => {
    const { linter } = openScene(rule, scene);
    const rejects = (write: (file: string, text: string) => string) => {
      for (const { file, text } of scene.examples) {
        mkdirSync(join(folder, dirname(file)), { recursive: true });
        writeFileSync(join(folder, file), write(file, text));
      }
      return (file: string) => {
        const run = spawnSync(kubectl!, ["kustomize", join(folder, dirname(file))], {
          encoding: "utf8",
          timeout: 30_000,
        });
        return reason.test(run.stderr);
      };
    };
    const kustomizations = scene.examples.filter(({ file }) => /kustomization[^/]*$/i.test(file));
    const isRejected = rejects((_, text) => text);
    for (const { file, role } of kustomizations) {
      const isError = linter.findings(uriOf(file)).some(({ severity }) => severity === "error");
      if (isError || role === "clean") expect([file, isRejected(file)]).toEqual([file, isError]);
    }
    const fixed = (file: string) =>
      linter.fixAll(uriOf(file), { rules: [rule.id], classes: ["safe", "review"] }).text;
    const isRejectedAfter = rejects(fixed);
    for (const { file, text } of kustomizations) {
      linter.setFile(uriOf(file), fixed(file));
      const isLeft = linter.findings(uriOf(file)).some(({ severity }) => severity === "error");
      if (fixed(file) !== text && !isLeft) expect([file, isRejectedAfter(file)]).toEqual([file, false]);
    }
  });
});
