import { expect, test } from "vitest";
import { describeMismatches } from "./mismatch.ts";
import { readPage } from "./page.ts";

const page = [
  "# page",
  "```yaml report",
  "kind: ⟦Pod⟧",
  "name: web",
  "```",
  "Text.",
  "```dockerfile clean",
  "FROM ⟦web⟧",
  "```",
];
const [report, clean] = readPage(page.join("\n")).scenes.map(({ examples }) => examples[0]!);

test("findings at the marks agree with the example", () => {
  expect(describeMismatches(report!, [{ start: 6, end: 9, message: "A pod." }], "page.md")).toEqual([]);
});

test("missing and unexpected findings are named with their line on the page", () => {
  expect(describeMismatches(report!, [{ start: 16, end: 19, message: "A name." }], "page.md")).toEqual([
    'page.md:3 "Pod" is in ⟦…⟧, but the rule does not report it',
    'page.md:4 "web" is not in ⟦…⟧, but the rule reports: A name.',
  ]);
});

test("a clean example has no marks", () => {
  expect(clean!.file).toBe("Dockerfile");
  expect(describeMismatches(clean!, [], "page.md")).toEqual(["page.md:7 a clean example cannot have ⟦…⟧"]);
});
