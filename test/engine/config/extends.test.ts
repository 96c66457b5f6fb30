import { describe, expect, test } from "vitest";
import { defaultConfig } from "../../../engine/config/config.ts";
import { problemsOf, readConfig } from "./read.ts";

describe("extends", () => {
  test("accepts a preset, a file, or a list of them; later ones take precedence, then the file itself", () => {
    const { config, problems } = readConfig({
      ".kubewright.yaml": "extends: [strict, ./base/team.yaml]\nrules: { label-unused: hint }\n",
      "base/team.yaml":
        "extends: ../company.yaml\nkubernetesVersion: '1.34'\nrules: { label-unused: off, image-latest-tag: error }\n",
      "company.yaml": "preset: all\nkubernetesVersion: '1.30'\nnamespaces: { default: shop }\n",
    });
    expect(problems).toEqual([]);
    expect(config.preset).toBe("all");
    expect(config.settings.kubernetesVersion).toBe("1.34");
    expect(config.settings.namespaces.default).toBe("shop");
    expect(config.rules).toEqual({
      "label-unused": { severity: "hint" },
      "image-latest-tag": { severity: "error" },
    });
  });

  test("keeps a rule's options if only its severity is set, and vice versa", () => {
    const { config } = readConfig({
      ".kubewright.yaml":
        "extends: a.yaml\nrules: { image-digest-missing: error, selector-selects-nothing: { severity: off } }\n",
      "a.yaml":
        "rules:\n  image-digest-missing: { severity: hint, options: { everywhere: true } }\n  selector-selects-nothing: error\n",
    });
    expect(config.rules["image-digest-missing"]).toEqual({
      severity: "error",
      options: { everywhere: true },
    });
    expect(config.rules["selector-selects-nothing"]).toEqual({ severity: "off" });
  });

  test("a file takes precedence over the overrides of the files it extends, and its own overrides over the file", () => {
    const { config } = readConfig({
      ".kubewright.yaml": "extends: a.yaml\npreset: strict\noverrides:\n- { files: [b], preset: all }\n",
      "a.yaml": "overrides:\n- { files: [a], preset: kube-linter }\n",
    });
    expect(config.overrides.map(({ preset }) => preset)).toEqual(["kube-linter", "strict", "all"]);
  });

  test("globs in an extended file are relative to that file", () => {
    const { config } = readConfig({
      ".kubewright.yaml": "extends: shared/a.yaml\n",
      "shared/a.yaml": "exclude: [/vendor]\n",
    });
    expect(config.exclude).toEqual({ patterns: ["/vendor"], root: "file:///repo/" });
  });

  test.each([
    ["a missing file", { ".kubewright.yaml": "extends: gone.yaml" }, ["gone.yaml: gone.yaml does not exist"]],
    [
      "a preset that does not exist",
      { ".kubewright.yaml": "extends: strickt" },
      ['strickt: strickt does not exist; did you mean the preset "strict"?'],
    ],
    ["no string", { ".kubewright.yaml": "extends: [1]" }, ["1: extends[0] must be a string"]],
    [
      "two presets",
      { ".kubewright.yaml": "extends: [strict, kube-linter]" },
      ["kube-linter: A configuration has one preset, so kube-linter would replace strict"],
    ],
    [
      "a circle",
      {
        ".kubewright.yaml": "extends: [./a.yaml]",
        "a.yaml": "extends: b.yaml",
        "b.yaml": "extends: .kubewright.yaml",
      },
      [
        "./a.yaml: ./a.yaml, line 1: b.yaml, line 1: .kubewright.yaml extends itself: .kubewright.yaml → a.yaml → b.yaml → .kubewright.yaml",
      ],
    ],
    [
      "mistakes in the other file",
      { ".kubewright.yaml": "extends: a.yaml", "a.yaml": "preset: all\npresett: all\n" },
      ['a.yaml: a.yaml, line 2: Unknown setting "presett"; did you mean "preset"?'],
    ],
  ])("says at its place: %s", (_, files, expected) => {
    expect(problemsOf(files as unknown as Record<string, string>)).toEqual(expected);
  });

  test("nested lists are limited", () => {
    const files: Record<string, string> = { ".kubewright.yaml": "extends: [f0.yaml, f0.yaml]" };
    for (let at = 0; at < 40; at++) files[`f${at}.yaml`] = `extends: [f${at + 1}.yaml, f${at + 1}.yaml]`;
    expect(problemsOf(files).join("\n")).toContain("can extend at most 32 files");
  });

  test("a text that is not in a file, such as the editor's settings, can extend only presets", () => {
    expect(readConfig({ ".kubewright.yaml": "" }).config).toBe(defaultConfig);
  });
});
