import { readFileSync } from "node:fs";
import { join } from "node:path";
import { presetsOf, type Rule, rules } from "../../engine/index.ts";
import { ruleLink } from "./rule-link.ts";

type Preset = keyof NonNullable<Rule["presetOptions"]>;
type Emit = (path: string, text: string) => void;

/** The lists in `docs/presets.md`, between `<!-- rules NAME -->` and `<!-- /rules -->`. */
export function writePresets(emit: Emit, root: string): void {
  const page = readFileSync(join(root, "docs/presets.md"), "utf8");
  emit(
    "docs/presets.md",
    page.replace(
      /<!-- rules (\S+) -->[\s\S]*?<!-- \/rules -->/g,
      (_, name: string) => `<!-- rules ${name} -->\n\n${list(name)}\n\n<!-- /rules -->`,
    ),
  );
}

/** The rules of a preset by category; for `strict` and `all`, only those that the preset below does not have. */
function list(preset: string): string {
  const below: Readonly<Record<string, string>> = { strict: "recommended", all: "strict" };
  const listed = rules.filter((rule) => {
    const names = presetsOf(rule);
    const differs = rule.presetOptions?.[preset as Preset] !== undefined;
    return names.includes(preset) && (differs || !names.includes(below[preset] ?? ""));
  });
  const categories = [...new Set(listed.map(({ category }) => category))];
  return categories
    .map((category) => {
      const categoryRules = listed.filter((rule) => rule.category === category);
      return `- ${category}: ${categoryRules.map((rule) => entry(rule, preset)).join(", ")}`;
    })
    .join("\n");
}

/** A rule, with its options that differ in the preset. */
function entry(rule: Rule, preset: string): string {
  const options = Object.entries(rule.presetOptions?.[preset as Preset] ?? {});
  const differing = options.map(([name, value]) => `\`${name}: ${JSON.stringify(value)}\``).join(", ");
  return `${ruleLink(rule)}${differing && ` (${differing})`}`;
}
