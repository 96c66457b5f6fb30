import fc from "fast-check";
import { expect, it } from "vitest";
import { stringify } from "yaml";
import { parseYaml } from "../../engine/yaml/parse.ts";
import { withoutTabs } from "../../engine/yaml/tabs.ts";
import { readValue } from "../harness/values.ts";
import { seed } from "../seed.ts";

const names = ["metadata", "spec", "labels", "app", "name", "ports", "env"];
const leaves = fc.constantFrom("web", "it's", "a: b", 1, true, null);

const manifests = fc
  .letrec<{ value: unknown; map: object }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: "medium" },
      leaves,
      tie("map"),
      fc.array(tie("value"), { minLength: 1, maxLength: 3 }),
    ),
    map: fc.dictionary(fc.constantFrom(...names), tie("value"), {
      minKeys: 1,
      maxKeys: 4,
      noNullPrototype: true,
    }),
  }))
  .map.filter((map) => Object.keys(map).length > 0);

/** A manifest in which the lines of some levels are indented with tabs of some width, or with one tab per level. */
const tabbed = fc
  .record({
    value: manifests,
    indent: fc.constantFrom(2, 4),
    indentSeq: fc.boolean(),
    width: fc.constantFrom(2, 4, 8),
    unit: fc.boolean(),
    levels: fc.array(fc.nat({ max: 8 }), { minLength: 1, maxLength: 4 }),
  })
  .map(({ value, indent, indentSeq, width, unit, levels }) => {
    const text = stringify(value, { indent, indentSeq, lineWidth: 0, nullStr: "" });
    const tab = unit ? indent : width;
    const lines = text.split("\n").map((line) => {
      const lead = /^ */.exec(line)![0].length;
      const isChosen = lead > 0 && lead % tab === 0 && levels.includes(lead / indent);
      return isChosen ? "\t".repeat(lead / tab) + line.slice(lead) : line;
    });
    return { text: lines.join("\n"), value: readValue(text) };
  })
  .filter(({ text }) => text.includes("\t"));

it("gives back what was meant, or nothing", () => {
  let fixed = 0;
  let all = 0;
  fc.assert(
    fc.property(tabbed, ({ text, value }) => {
      const tabs = parseYaml(text).problems.filter(({ code }) => code === "tab-indentation");
      const edits = withoutTabs(text, tabs);
      all++;
      if (!edits || tabs.length === 0) return;
      fixed++;
      let result = text;
      for (const { start, end, text: spaces } of [...edits].sort((a, b) => b.start - a.start))
        result = result.slice(0, start) + spaces + result.slice(end);
      expect(readValue(result)).toEqual(value);
    }),
    { numRuns: 250, seed },
  );
  expect(fixed).toBeGreaterThan(all / 4);
});
