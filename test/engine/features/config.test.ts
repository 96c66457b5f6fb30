import { describe, expect, test } from "vitest";
import { configCompletions, configKeyAt, parseConfig, presets, rules } from "../../../engine/index.ts";
import { growth, linear } from "../../growth.ts";

/** The suggested labels at `▮`. */
function offered(marked: string): readonly string[] {
  const found = configCompletions(marked.replace("▮", ""), marked.indexOf("▮"));
  return found?.items.map(({ label }) => label) ?? [];
}

/** The text after accepting an item. */
function taken(marked: string, label: string): string {
  const text = marked.replace("▮", "");
  const found = configCompletions(text, marked.indexOf("▮"));
  const item = found?.items.find((one) => one.label === label);
  if (!found || !item) throw new Error(`${label} is not offered`);
  return text.slice(0, found.replace.start) + item.text + text.slice(found.replace.end);
}

describe("completion of a .kubewright.yaml", () => {
  test.each([
    ["▮", ["extends", "preset", "rules", "overrides", "baseline", "kubernetesVersion"]],
    ["preset: strict\npre▮", ["preset"]],
    ["registries:\n  al▮", ["allowed", "denied", "requireDigest"]],
    ["registries:\n  allowed: [a]\n  requireDigest:\n    ▮", ["paths", "namespaces"]],
    ["owners:\n  ▮", ["label", "annotation", "names"]],
    ["owners:\n  names:\n    checkout:\n      ▮", ["paths", "namespaces"]],
    ["overrides:\n- ▮", ["files", "namespaces", "kinds", "names", "labels", "preset", "rules", "settings"]],
    ["overrides:\n  - files: [a]\n    ▮", ["kinds", "rules"]],
    ["overrides:\n  - files: [a]\n    settings:\n      na▮", ["namespaces"]],
    ["rules:\n  image-digest-missing:\n    ▮", ["severity", "options"]],
    ["rules:\n  image-digest-missing:\n    options:\n      ▮", ["everywhere"]],
  ])("offers the keys that belong there: %j", (marked, expected) => {
    expect(offered(marked)).toEqual(expect.arrayContaining(expected));
  });

  test.each([
    ["preset: ▮", presets],
    ["preset: st▮rict", presets],
    ["extends:\n- ▮", presets],
    ["registries:\n  nodeIdentity: ▮", ["unknown", "present", "absent"]],
    ["rules:\n  image-latest-tag: ▮", ["error", "warning", "information", "hint", "off"]],
    [
      "overrides:\n- kinds: [Pod]\n  rules:\n    image-latest-tag: o▮",
      ["error", "warning", "information", "hint", "off"],
    ],
    ["rules:\n  image-latest-tag:\n    severity: ▮", ["error", "warning", "information", "hint", "off"]],
    ["rules:\n  image-digest-missing:\n    options:\n      everywhere: ▮", ["true", "false"]],
  ])("offers the values that a key may have: %j", (marked, expected) => {
    expect(offered(marked)).toEqual(expected);
  });

  test("offers every rule with its summary", () => {
    const found = configCompletions("rules:\n  ", 9);
    expect(found?.items.map(({ label }) => label)).toEqual(rules.map(({ id }) => id));
    expect(found?.items.find(({ label }) => label === "image-latest-tag")).toMatchObject({
      mark: "warning",
      detail: expect.stringContaining("has no tag"),
    });
  });

  test("inserts valid text for every item", () => {
    expect(taken("▮", "preset")).toBe("preset: ");
    expect(taken("reg▮", "registries")).toBe("registries:");
    expect(taken("pre▮set: strict", "preset")).toBe("preset: strict");
    expect(taken("preset: st▮", "strict")).toBe("preset: strict");
    expect(parseConfig(`${taken("rules:\n  image-l▮", "image-latest-tag")}off`).problems).toEqual([]);
  });

  test.each([
    "# pre▮",
    "preset: [▮",
    "baseline: ▮",
    "rules:\n  no-such-rule: ▮",
    "what: ▮",
    "owners:\n  names:\n    ▮",
    "preset:\n  a:\n    ▮",
  ])("offers nothing where anything or nothing goes: %j", (marked) => {
    expect(offered(marked)).toEqual([]);
  });

  test("takes time that grows only with the text", () => {
    for (const line of ["- ", "a: b\n", "  ", "rules:\n", "- - - a:\n"]) {
      const work = (count: number) => {
        const text = line.repeat(count);
        configCompletions(text, text.length);
        configKeyAt(text, text.length - 1);
      };
      expect(growth(work, 1000), line).toBeLessThan(linear);
    }
  });
});

describe("hover in a .kubewright.yaml", () => {
  const hover = (marked: string) => configKeyAt(marked.replace("▮", ""), marked.indexOf("▮"));

  test.each([
    ["pre▮set: strict", "preset"],
    ["registries:\n  allo▮wed: [a]", "allowed"],
    ["owners: { names: { checkout: { name▮spaces: [shop] } } }", "namespaces"],
    ["overrides:\n- kinds: [Pod]\n  set▮tings: { namespaces: { default: a } }", "settings"],
    ["overrides:\n- kinds: [Pod]\n  settings: { namespaces: { def▮ault: a } }", "default"],
    ["rules:\n  image-digest-missing: { options: { every▮where: true } }", "everywhere"],
  ])("explains the key at the pointer: %j", (marked, name) => {
    expect(hover(marked)).toMatchObject({ name, text: expect.stringMatching(/\w/), rule: undefined });
  });

  test("explains a rule and gives its id", () => {
    expect(hover("rules:\n  image-lat▮est-tag: off")).toMatchObject({
      rule: "image-latest-tag",
      range: { start: 9, end: 25 },
      text: expect.stringContaining("Severity: `warning`."),
    });
  });

  test.each(["preset: str▮ict", "no-such▮: a", "▮", "rules:\n  no-such▮-rule: off", "# pre▮set"])(
    "is empty elsewhere: %j",
    (marked) => {
      expect(hover(marked)).toBeUndefined();
    },
  );
});
