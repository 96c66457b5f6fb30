import type { PresetName } from "./choices.ts";
import type { TemplateExpression } from "./kube-linter-templates.ts";
import type { ConfigProblem } from "./reader.ts";

/** A configuration of another tool, converted to ours. */
export interface Migrated {
  /** The content of the new file, in its order. */
  readonly preset: PresetName | undefined;
  readonly rules: ReadonlyMap<string, string>;
  /** Required labels with their allowed values. */
  readonly labels: ReadonlyMap<string, readonly string[]>;
  readonly exclude: readonly string[];
  readonly overrides: readonly MigratedOverride[];
  readonly customRules: readonly MigratedRule[];
  /** Problems of the other tool's file, with offsets into it. */
  readonly problems: readonly ConfigProblem[];
  /** The parts that could not be converted, as sentences without a final period. */
  readonly notes: readonly string[];
}

export interface MigratedOverride {
  readonly where: ReadonlyMap<string, readonly string[]>;
  readonly rules: ReadonlyMap<string, string>;
  readonly labels: ReadonlyMap<string, readonly string[]>;
}

/** A custom rule, as in `customRules`. */
export interface MigratedRule extends TemplateExpression {
  readonly id: string;
  /** The problem that the rule reports, in one line. Also the message, if the template has none. */
  readonly summary: string;
  readonly why: string;
}

export const unchanged: Migrated = {
  preset: undefined,
  rules: new Map(),
  labels: new Map(),
  exclude: [],
  overrides: [],
  customRules: [],
  problems: [],
  notes: [],
};

/** A note on one line, even if a name in it contains line breaks. */
export function inOneLine(note: string): string {
  return note.replace(/\s+/g, " ");
}

/** The text of a `.kubewright.yaml`. */
export function migratedText({
  preset,
  rules,
  labels,
  exclude,
  overrides,
  customRules,
  notes,
}: Migrated): string {
  const lines = notes.map((note) => `# ${note}.`);
  if (preset) lines.push(`preset: ${preset}`);
  lines.push(...section("rules", rules, 0), ...labelLines(labels, 0));
  if (exclude.length > 0) lines.push("exclude:", ...exclude.map((glob) => `  - ${scalar(glob)}`));
  if (overrides.length > 0) lines.push("overrides:");
  for (const override of overrides) {
    const overrideLines = [
      ...[...override.where].map(([key, values]) => `${key}: [${values.map(scalar).join(", ")}]`),
      ...section("rules", override.rules, 0),
      ...(override.labels.size > 0 ? ["settings:", ...labelLines(override.labels, 2)] : []),
    ];
    lines.push(...overrideLines.map((line, at) => `${at === 0 ? "  - " : "    "}${line}`));
  }
  if (customRules.length > 0) lines.push("customRules:");
  for (const rule of customRules) lines.push(...ruleLines(rule));
  return `${lines.join("\n")}\n`;
}

function ruleLines(rule: MigratedRule): readonly string[] {
  const { id, summary, why, kinds, variables, expression, messageExpression } = rule;
  const texts = Object.entries({ summary, why }).filter(([, text]) => text !== "");
  const lines = [
    `id: ${id}`,
    ...texts.map(([name, text]) => `${name}: ${JSON.stringify(text)}`),
    ...(kinds.length > 0 ? [`kinds: [${kinds.map(scalar).join(", ")}]`] : []),
    ...(Object.keys(variables).length > 0 ? ["variables:"] : []),
    ...Object.entries(variables).map(([name, text]) => `  ${name}: ${singleQuoted(text)}`),
    `expression: ${singleQuoted(expression)}`,
    ...(messageExpression === undefined ? [] : [`messageExpression: ${singleQuoted(messageExpression)}`]),
  ];
  return lines.map((line, at) => `${at === 0 ? "  - " : "    "}${line}`);
}

/** Single quotes, because expressions are full of double quotes. Only text with line breaks needs double quotes. */
function singleQuoted(text: string): string {
  return /[\n\r\t]/.test(text) ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
}

function section(name: string, values: ReadonlyMap<string, string>, depth: number): readonly string[] {
  if (values.size === 0) return [];
  const indent = " ".repeat(depth);
  return [`${indent}${name}:`, ...[...values].map(([key, value]) => `${indent}  ${key}: ${value}`)];
}

function labelLines(labels: Migrated["labels"], depth: number): readonly string[] {
  if (labels.size === 0) return [];
  const indent = " ".repeat(depth);
  const rows = [...labels].map(
    ([key, values]) => `${indent}    ${scalar(key)}: [${values.map(scalar).join(", ")}]`,
  );
  return [`${indent}labels:`, `${indent}  required:`, ...rows];
}

/** Plain if YAML reads it as the same string, otherwise in double quotes. */
function scalar(text: string): string {
  return /^[A-Za-z./][\w./-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
