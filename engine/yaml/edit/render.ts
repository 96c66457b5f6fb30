import type { MapNode, ScalarStyle, SequenceNode, YamlNode } from "../node.ts";
import { isPlainString } from "../scalar.ts";
import { column, lineBreak } from "../trivia.ts";
import type { PlainValue } from "./change.ts";
import { isNumberPlaceholder, plainText } from "./placeholder.ts";

/** The author's style, which new text follows. */
export interface WritingStyle {
  /** Spaces from a key to the keys below it. */
  readonly step: number;
  /** Spaces from a key to the dashes of its list: 0 or `step` in most documents. */
  readonly listIndent: number;
  readonly lineBreak: string;
}

/** Detects the style of a tree from the first nested mapping and the first list under a key. */
export function writingStyle(text: string, root: YamlNode | undefined): WritingStyle {
  const found: Indents = {};
  if (root) observe(text, root, found, { nodes: 2000 });
  const step = found.step ?? 2;
  return { step, listIndent: found.listIndent ?? step, lineBreak: lineBreak(text) };
}

/** The indentations that were found so far. */
interface Indents {
  step?: number;
  listIndent?: number;
}

function observe(text: string, node: YamlNode, found: Indents, budget: { nodes: number }): void {
  if ((found.step !== undefined && found.listIndent !== undefined) || budget.nodes-- < 0) return;
  if (node.kind === "sequence") for (const item of node.items) observe(text, item, found, budget);
  if (node.kind !== "map" || node.flow) return;
  for (const { key, value } of node.pairs) {
    if (!isBlock(value)) continue;
    note(found, value, column(text, value.start) - column(text, key.propertiesStart));
    observe(text, value, found, budget);
  }
}

function note(found: Indents, { kind }: MapNode | SequenceNode, indent: number): void {
  if (kind === "map" && 0 < indent) found.step ??= indent;
  if (kind === "sequence" && 0 <= indent) found.listIndent ??= indent;
}

function isBlock(node: YamlNode | undefined): node is MapNode | SequenceNode {
  return (node?.kind === "map" || node?.kind === "sequence") && !node.flow;
}

/** Lines of `key: value` in block style, without the final line break. */
export function renderPair(key: string, value: PlainValue, indent: string, style: WritingStyle): string {
  const head = `${indent}${renderScalar(key)}:`;
  if (isEmptyOrScalar(value)) return `${head} ${renderFlow(value)}`;
  const deeper = Array.isArray(value) ? style.listIndent : style.step;
  return `${head}${style.lineBreak}${renderBlock(value, indent + " ".repeat(deeper), style)}`;
}

/** A non-empty mapping or list in block style at an indentation, without the final line break. */
export function renderBlock(value: PlainValue, indent: string, style: WritingStyle): string {
  if (Array.isArray(value)) {
    return value.map((item) => renderItem(item, indent, style)).join(style.lineBreak);
  }
  return Object.entries(value as Readonly<Record<string, PlainValue>>)
    .map(([key, entry]) => renderPair(key, entry, indent, style))
    .join(style.lineBreak);
}

/** A list item with its dash in block style, without the final line break. */
export function renderItem(item: PlainValue, indent: string, style: WritingStyle): string {
  if (isEmptyOrScalar(item)) return `${indent}- ${renderFlow(item)}`;
  const inner = renderBlock(item, `${indent}  `, style);
  return `${indent}- ${inner.slice(indent.length + 2)}`;
}

/** The value on one line; `json` quotes every string, as the text around it does. */
export function renderFlow(value: PlainValue, json = false): string {
  if (Array.isArray(value)) return `[${value.map((item) => renderFlow(item, json)).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value as Readonly<Record<string, PlainValue>>);
    if (entries.length === 0) return "{}";
    const body = entries.map(([key, entry]) => renderFlowPair(key, entry, json)).join(", ");
    return json ? `{${body}}` : `{ ${body} }`;
  }
  return renderScalar(value as string | number | boolean | null, json ? "double" : "plain", true);
}

export function renderFlowPair(key: string, value: PlainValue, json: boolean): string {
  return `${renderScalar(key, json ? "double" : "plain", true)}: ${renderFlow(value, json)}`;
}

/** Renders a scalar in the requested style if possible, else in double quotes. */
export function renderScalar(
  value: string | number | boolean | null,
  style: ScalarStyle = "plain",
  flow = false,
): string {
  if (typeof value !== "string") return String(value);
  if (isNumberPlaceholder(value)) return value;
  if (style === "single" && !/[\n\r\t]/.test(value)) return `'${value.replaceAll("'", "''")}'`;
  if (style === "plain" && plainIsSafe(plainText(value), flow)) return value;
  return JSON.stringify(value);
}

function plainIsSafe(text: string, flow: boolean): boolean {
  if (!isPlainString(text)) return false;
  if (/^[\s\-?:,[\]{}#&*!|>'"%@`=<~]/.test(text) && !/^-[^\s-]/.test(text)) return false;
  if (/[\n\r\t]|: |:$| #|\s$/.test(text)) return false;
  return !(flow && /[,[\]{}]/.test(text));
}

/** Whether the value is written on one line in any style. */
export function isEmptyOrScalar(value: PlainValue): boolean {
  if (value === null || typeof value !== "object") return true;
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
}
