import { fileURLToPath } from "node:url";
import { presetsOf, type Standards, standards } from "../../engine/index.ts";
import type { Arguments } from "../arguments.ts";
import { knownRule } from "../choices.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../problem.ts";
import { customRulesHere, displayName } from "../selection.ts";
import { escapeControls } from "../terminal/text.ts";

const fixMeanings: Readonly<Record<string, string>> = {
  safe: "safe (`kubewright fix` applies it)",
  review: "review (`kubewright fix --all` applies it; can change what runs)",
  template: "template (only in the editor; you fill in a value)",
};

/** `kubewright explain RULE` */
export function explain(options: Arguments, io: Io): number {
  const [id, ...more] = options.operands;
  if (id === undefined || more.length > 0)
    throw new UsageError("explain needs one rule: kubewright explain RULE");
  const customRules = customRulesHere(options, io);
  if (!customRules) return 2;
  const rule = knownRule(id, customRules);
  const { custom } = rule;
  const place = custom?.place;
  const file = place && `${displayName(fileURLToPath(place.uri), io.cwd)}:${place.start.line + 1}`;
  const look = io.style;
  const facts: (readonly [string, string])[] = [
    ["category", rule.category],
    ["severity", look.severity(rule.severity, rule.severity)],
    ["presets", custom ? "all" : presetsOf(rule).join(", ")],
    ["fix", (rule.fixClasses ?? []).map((name) => fixMeanings[name] ?? name).join(", ") || "none"],
    ...Object.entries(rule.peers ?? {}).map(([peer, ids]) => [peer, ids.join(", ")] as const),
    ...Object.entries(rule.standards ?? {}).map(
      ([name, sections]) => [standards[name as keyof Standards].title, sections.join(", ")] as const,
    ),
    ...(custom ? [] : [["since", rule.since] as const]),
    ...(file === undefined ? [] : [["defined in", file] as const]),
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  const blocks = [
    look.bold(rule.id),
    // The text of a custom rule is untrusted.
    escapeControls(`${rule.summary}\n${rule.why}`.trimEnd(), true),
    facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n"),
  ];
  const described = Object.entries(rule.options ?? {}).map(
    ([name, option]) => `  ${name}: ${option.description} Default: ${JSON.stringify(option.default)}.`,
  );
  if (described.length > 0) blocks.push(`Options\n${described.join("\n")}`);
  if (custom) blocks.push(escapeControls(custom.text, true).replace(/^(?=.)/gm, "  "));
  if (rule.links.length > 0) blocks.push(`Read more\n${rule.links.map((link) => `  ${link}`).join("\n")}`);
  blocks.push(`To suppress a finding: # kubewright-ignore ${rule.id}: reason`);
  io.print(`${blocks.join("\n\n")}\n`);
  return 0;
}
