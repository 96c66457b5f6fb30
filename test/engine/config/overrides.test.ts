import { describe, expect, test } from "vitest";
import { defaultConfig, laidOver } from "../../../engine/config/config.ts";
import { Linter } from "../../../engine/linter.ts";
import { rules } from "../../../engine/rules/index.generated.ts";
import { lintWith, problemsOf, readConfig } from "./read.ts";

const pod = (metadata = "{ name: web, namespace: shop, labels: { app: web, tier: front } }") =>
  `apiVersion: v1\nkind: Pod\nmetadata: ${metadata}\nspec: { containers: [{ name: web, image: nginx }] }\n`;

const tags = (found: readonly string[]) => found.filter((finding) => finding.startsWith("image-latest-tag"));

describe("an override applies", () => {
  test.each([
    ["files: [apps]", true],
    ["files: [web.yaml]", true],
    ["files: [/web.yaml]", false],
    ["files: ['**/*.yaml']", true],
    ["files: [test]", false],
    ["namespaces: [shop]", true],
    ["namespaces: ['sh*']", true],
    ["namespaces: [default]", false],
    ["kinds: [Pod]", true],
    ["kinds: [/Pod]", true],
    ["kinds: [apps/*]", false],
    ["names: ['w*b']", true],
    ["names: [api]", false],
    ["labels: 'app=web,tier in (front,back)'", true],
    ["labels: '!app'", false],
    ["{ files: [apps], kinds: [Pod], namespaces: [shop] }", true],
    ["{ files: [apps], kinds: [Service] }", false],
  ])("where everything fits: %s", (where, holds) => {
    const entry = where.startsWith("{") ? where.slice(1, -1) : where;
    const config = `overrides:\n- { ${entry}, rules: { image-latest-tag: off } }\n`;
    expect(tags(lintWith(config, "apps/web.yaml", pod()))).toEqual(holds ? [] : ["image-latest-tag warning"]);
  });

  test("to one resource of a file and not to the one next to it", () => {
    const config = "overrides:\n- { names: [web], rules: { image-latest-tag: error } }\n";
    const file = `${pod()}---\n${pod("{ name: api, namespace: shop }")}`;
    expect(tags(lintWith(config, "a.yaml", file))).toEqual([
      "image-latest-tag error",
      "image-latest-tag warning",
    ]);
  });

  test("to a Namespace itself", () => {
    const text = "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { app: a b } }\n";
    const config = "overrides:\n- { namespaces: [shop], rules: { label-value-invalid: off } }\n";
    expect(lintWith("", "a.yaml", text)).toContain("label-value-invalid error");
    expect(lintWith(config, "a.yaml", text)).not.toContain("label-value-invalid error");
  });

  test("with its own preset, options and settings", () => {
    const config = `
preset: pod-security-baseline
overrides:
- namespaces: [shop]
  preset: recommended
  settings: { registries: { allowed: [ghcr.io] } }
`;
    const found = lintWith(config, "a.yaml", pod());
    expect(found.map((finding) => finding.split(" ")[0])).toEqual(
      expect.arrayContaining(["image-latest-tag", "image-registry-not-allowed"]),
    );
    expect(lintWith(config, "a.yaml", pod("{ name: web, namespace: bank }"))).toEqual([]);
  });

  test("and the last one that applies takes precedence in what it sets", () => {
    const config = `
rules: { image-latest-tag: hint }
overrides:
- { kinds: [Pod], rules: { image-latest-tag: error } }
- { files: [apps], rules: { image-latest-tag: off } }
- { names: [web], rules: { image-latest-tag: information } }
`;
    expect(tags(lintWith(config, "apps/web.yaml", pod()))).toEqual(["image-latest-tag information"]);
    expect(tags(lintWith(config, "apps/a.yaml", pod("{ name: a, namespace: b }")))).toEqual([]);
    expect(tags(lintWith(config, "b.yaml", pod("{ name: a, namespace: b }")))).toEqual([
      "image-latest-tag error",
    ]);
  });

  test("but a layer on top of everything, such as the command line, takes precedence", () => {
    const { config } = readConfig({
      ".kubewright.yaml": "overrides:\n- { kinds: [Pod], rules: { image-latest-tag: off } }\n",
    });
    const over = laidOver(config, {
      preset: undefined,
      rules: { "image-latest-tag": { severity: "error" } },
      settings: {},
    });
    const linter = new Linter(rules, () => over);
    linter.setFile("file:///repo/a.yaml", pod());
    expect(
      linter.findings("file:///repo/a.yaml").map(({ rule, severity }) => `${rule} ${severity}`),
    ).toContain("image-latest-tag error");
  });
});

describe("fixes and suppressions under an override", () => {
  test("fixes use the settings of their resource", () => {
    const config = "overrides:\n- { kinds: [Pod], settings: { namespaces: { default: shop } } }\n";
    const { config: read } = readConfig({ ".kubewright.yaml": `preset: all\n${config}` });
    const linter = new Linter(rules, () => read);
    const uri = "file:///repo/a.yaml";
    linter.setFile(uri, pod("{ name: web }"));
    const missing = linter.findings(uri).find(({ rule }) => rule === "namespace-missing");
    const [fix] = missing ? linter.fixes(missing, uri) : [];
    expect(fix?.edits.map(({ text }) => text).join()).toContain("namespace: shop");
  });

  test("a suppression of a rule that is on only for another resource is not reported as unused", () => {
    const config =
      "rules: { image-latest-tag: off }\noverrides:\n- { names: [api], rules: { image-latest-tag: error } }\n";
    const suppressed = pod().replace("spec:", "# kubewright-ignore image-latest-tag: the shop window\nspec:");
    const other = pod("{ name: api }");
    expect(lintWith(config, "a.yaml", `${suppressed}---\n${other}`)).not.toContain(
      "unused-suppression warning",
    );
    expect(lintWith(config, "a.yaml", suppressed.replace("name: web,", "name: api,"))).not.toContain(
      "image-latest-tag error",
    );
  });
});

describe("mistakes in overrides are reported with their position", () => {
  test.each([
    ["overrides: { files: [a] }", ["overrides: overrides must be a list of mappings"]],
    ["overrides: [a]", ["a: overrides[0] must be a mapping"]],
    [
      "overrides:\n- rules: {}",
      ["rules: overrides[0] must have at least one condition: files, namespaces, kinds, names or labels"],
    ],
    ["overrides:\n- { file: [a], kinds: [Pod] }", ['file: Unknown setting "file"; did you mean "files"?']],
    ["overrides:\n- { files: a }", ["a: overrides[0].files must be a list of strings"]],
    ["overrides:\n- { files: ['a[', b] }", ["'a[': overrides[0].files[0] is not a valid glob"]],
    [
      "overrides:\n- { labels: 'a in b' }",
      ["'a in b': overrides[0].labels must be a label selector such as app=web,tier in (a,b)"],
    ],
    ["overrides:\n- { kinds: [Pod], preset: strickt }", [expect.stringContaining('did you mean "strict"?')]],
    [
      "overrides:\n- { kinds: [Pod], settings: { presett: a } }",
      [expect.stringContaining('Unknown setting "presett"')],
    ],
    [
      "overrides:\n- { kinds: [Pod], rules: { image-latest-tagg: off } }",
      [expect.stringContaining("did you mean")],
    ],
    ["labels: { required: { owner: [1] } }", ["owner: labels.required.owner must be a list of strings"]],
  ])("%s", (text, expected) => {
    expect(problemsOf({ ".kubewright.yaml": text })).toEqual(expected);
  });

  test("and an invalid one never applies", () => {
    const { config } = readConfig({
      ".kubewright.yaml": "overrides:\n- { labels: 'a in b', rules: { image-latest-tag: off } }\n",
    });
    const linter = new Linter(rules, () => config);
    linter.setFile("file:///repo/a.yaml", pod());
    expect(linter.findings("file:///repo/a.yaml").map(({ rule }) => rule)).toContain("image-latest-tag");
    expect(defaultConfig.overrides).toEqual([]);
  });
});
