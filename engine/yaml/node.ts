import type { TextEdit } from "../text/range.ts";

/**
 * The tree of one YAML document. It holds offsets into the document's text and is never printed: the text is
 * the source of truth, and edits are splices of it.
 */
export type YamlNode = ScalarNode | MapNode | SequenceNode | AliasNode;

interface NodeBase {
  /** The start of the content; anchor and tag come before it, from `propertiesStart` on. */
  readonly start: number;
  readonly end: number;
  /** Start of the anchor or tag if there is one, else the same as `start`. */
  readonly propertiesStart: number;
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
}

export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";

export interface ScalarNode extends NodeBase {
  readonly kind: "scalar";
  readonly style: ScalarStyle;
  /** The decoded text; `scalar.ts` decides what it means. */
  readonly text: string;
}

export interface Pair {
  readonly key: YamlNode;
  /** `undefined` if nothing follows the colon. */
  readonly value: YamlNode | undefined;
}

export interface MapNode extends NodeBase {
  readonly kind: "map";
  readonly flow: boolean;
  readonly pairs: readonly Pair[];
}

export interface SequenceNode extends NodeBase {
  readonly kind: "sequence";
  readonly flow: boolean;
  readonly items: readonly YamlNode[];
}

export interface AliasNode extends NodeBase {
  readonly kind: "alias";
  readonly name: string;
  /** The target: never another alias, and never a node that contains the alias. `undefined` without an anchor. */
  readonly target: Exclude<YamlNode, AliasNode> | undefined;
}

export type YamlProblemCode =
  | "tab-indentation"
  | "missing-space-after-colon"
  | "duplicate-key"
  | "unclosed-quote"
  | "unknown-alias"
  | "too-deep"
  | "too-many-documents"
  | "too-many-aliases"
  | "syntax";

/** A problem that keeps the text from being the YAML that its author meant. */
export interface YamlProblem {
  readonly code: YamlProblemCode;
  readonly start: number;
  readonly end: number;
  /** The fact in plain words, without a final period. */
  readonly message: string;
  /** The correction, if there is only one possible meaning. */
  readonly remedy?: Remedy;
}

export interface Remedy {
  /** What it does, in the imperative. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export interface YamlTree {
  readonly root: YamlNode | undefined;
  /** All aliases, in order of the text. */
  readonly aliases: readonly AliasNode[];
  readonly problems: readonly YamlProblem[];
}

/** The target of an alias, or the node itself; `undefined` for an alias without an anchor. */
export function resolveAlias(node: YamlNode | undefined): Exclude<YamlNode, AliasNode> | undefined {
  return node?.kind === "alias" ? node.target : node;
}

/** Visits a node and all nodes below it, in order of their start; aliases are not followed. */
export function walk(node: YamlNode, visit: (node: YamlNode) => void): void {
  visit(node);
  if (node.kind === "sequence") for (const item of node.items) walk(item, visit);
  if (node.kind === "map")
    for (const { key, value } of node.pairs) {
      walk(key, visit);
      if (value) walk(value, visit);
    }
}

/** The key's text when the key is a scalar. */
export function keyText(pair: Pair): string | undefined {
  return pair.key.kind === "scalar" ? pair.key.text : undefined;
}

/** Whether a key merges mappings into its own. Several of them in one mapping all count. */
export function isMergeKey(key: YamlNode): boolean {
  return key.kind === "scalar" && key.style === "plain" && key.text === "<<";
}
