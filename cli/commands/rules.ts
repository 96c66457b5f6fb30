import { presetsOf, type Rule, rules } from "../../engine/index.ts";
import type { Arguments } from "../arguments.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../problem.ts";
import { customRulesHere } from "../selection.ts";
import type { Style } from "../terminal/style.ts";
import { escapeControls } from "../terminal/text.ts";
import { testRules } from "./test-rules.ts";

/** `kubewright rules`, or `kubewright rules test` */
export function listRules(options: Arguments, io: Io): number {
  const [first] = options.operands;
  if (first === "test") return testRules(options, io);
  if (first !== undefined)
    throw new UsageError("rules accepts only the argument test; for one rule, use kubewright explain RULE");
  const customRules = customRulesHere(options, io);
  if (!customRules) return 2;
  const all = [...rules, ...customRules];
  switch (options.value("rules-format")) {
    case "json":
      io.print(`${JSON.stringify(all.map(record), null, 2)}\n`);
      return 0;
    case "markdown":
      io.print(markdown(all));
      return 0;
    default:
      io.print(pretty(all, io.style));
      return 0;
  }
}

function record(rule: Rule): object {
  return {
    id: rule.id,
    category: rule.category,
    severity: rule.severity,
    ...(rule.custom ? { custom: true } : { since: rule.since }),
    presets: presetsOf(rule),
    summary: rule.summary,
    why: rule.why,
    links: rule.links,
    options: rule.options ?? {},
    peers: rule.peers ?? {},
    standards: rule.standards ?? {},
    fixes: rule.fixClasses ?? [],
  };
}

function markdown(rules: readonly Rule[]): string {
  const rows = rules.map((rule) => {
    const cells = [
      `\`${rule.id}\``,
      rule.category,
      rule.severity,
      presetsOf(rule)
        .filter((preset) => preset !== "all")
        .join(", "),
      (rule.fixClasses ?? []).join(", "),
      escapeControls(rule.summary).replaceAll("|", "\\|"),
    ];
    return `| ${cells.join(" | ")} |\n`;
  });
  return `| Rule | Category | Severity | Presets | Fix | Reports |\n| --- | --- | --- | --- | --- | --- |\n${rows.join("")}`;
}

function pretty(rules: readonly Rule[], look: Style): string {
  const width = Math.max(0, ...rules.map(({ id }) => id.length));
  const categories = [...new Set(rules.map(({ category }) => category))];
  const groups = categories.map((category) => {
    const lines = rules
      .filter((rule) => rule.category === category)
      .map(({ id, severity, summary }) => {
        const padded = severity.padEnd("information".length);
        return `  ${id.padEnd(width)}  ${look.severity(severity, padded)}  ${escapeControls(summary)}\n`;
      });
    return `${look.bold(category)}\n${lines.join("")}`;
  });
  return `${groups.join("\n")}\n${rules.length} rules. For details about a rule, run kubewright explain RULE.\n`;
}
