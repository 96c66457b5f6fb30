import fc from "fast-check";
import { expect, test } from "vitest";
import {
  configCompletions,
  configKeyAt,
  migrateConfig,
  parseBaseline,
  parseConfig,
  parseKubeLinterConfig,
} from "../../../engine/index.ts";
import { runs } from "../../seed.ts";

const whole = `extends: [strict, ./team.yaml]
preset: all
rules: { image-latest-tag: { severity: error, options: { allow: [a] } }, label-unused: off }
checks: { include: [latest-tag], exclude: [x], ignorePaths: ["a/**"], tagNotSpecified: danger }
customChecks: [{ name: a, template: required-label, params: { key: a, value: "^(b|c)$" }, scope: { objectKinds: [Any] } }]
exemptions: [{ namespace: a, controllerNames: [b], rules: [tagNotSpecified] }]
labels: { required: { owner: "*" } }
owners: { label: team, names: { checkout: { namespaces: ["shop-*"], paths: [shop] }, constructor: {} } }
overrides:
- { files: [a], labels: "a in (b,c),!d", settings: { registries: { mirrors: { a: b } } } }
- { names: [constructor, __proto__] }
baseline: b.json
`;

/** The whole text with parts removed, repeated, or mixed with characters that matter to YAML. */
const mangled = fc
  .array(
    fc.tuple(
      fc.nat(whole.length),
      fc.nat(40),
      fc.constantFrom("", "[", "{", ": ", "\n", "- ", "*", "'", "&a ", "<<: ", "\u0000"),
    ),
    { maxLength: 6 },
  )
  .map((cuts) =>
    cuts.reduce((text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length), whole),
  );

test("any configuration can be parsed, and the position of every problem is inside the text", () => {
  fc.assert(
    fc.property(fc.oneof(mangled, fc.string({ unit: "grapheme" })), fc.nat(), (text, at) => {
      const options = { uri: "file:///a/.kubewright.yaml", open: () => ({ problem: "is not there" }) };
      const read = [parseConfig(text, options), parseKubeLinterConfig(text, options)];
      const problems = [...read, migrateConfig(text, "x.yaml")].flatMap((one) => one?.problems ?? []);
      for (const { message, start, end } of problems) {
        expect(message).not.toBe("");
        expect(start).toBeLessThanOrEqual(end);
        expect(end).toBeLessThanOrEqual(text.length);
      }
      parseBaseline(text, "file:///a/b.json");
      const offset = at % (text.length + 1);
      configKeyAt(text, offset);
      const found = configCompletions(text, offset);
      if (found) expect(found.replace.end).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: runs(500) },
  );
});

test("what was converted from another tool is always valid", () => {
  fc.assert(
    fc.property(mangled, (text) => {
      for (const name of [".kube-linter.yaml", "polaris.yaml"]) {
        const migrated = migrateConfig(text, name);
        if (migrated) expect(parseConfig(migrated.text).problems, migrated.text).toEqual([]);
      }
    }),
    { numRuns: runs(300) },
  );
});
