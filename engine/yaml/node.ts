import type { TextEdit } from "../text/range.ts";

/**
 * The tree of one YAML document. It holds offsets into the document's text and never prints itself:
 * the text is the truth, and edits are splices of it.
 */
export type YamlNode = ScalarNode | MapNode | SequenceNode | AliasNode;

interface NodeBase {
  /** Where the content begins; anchor and tag stand before it, from `propertiesStart` on. */
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
  /** The decoded text; what it means is a question for `scalar.ts`. */
  readonly text: string;
}

export interface Pair {
  readonly key: YamlNode;
  /** `undefined` where nothing is written after the colon. */
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
  /** What it stands for: never another alias, and never a node that it is part of. `undefined` without an anchor. */
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

/** Something that stops the text from being the YAML its author meant. */
export interface YamlProblem {
  readonly code: YamlProblemCode;
  readonly start: number;
  readonly end: number;
  /** The fact in a person's words, without a full stop. */
  readonly message: string;
  /** How the text becomes what alone can be meant, where that is sure. */
  readonly remedy?: Remedy;
}

export interface Remedy {
  /** What is done, in the imperative. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export interface YamlTree {
  readonly root: YamlNode | undefined;
  /** All aliases, in order of the text. */
  readonly aliases: readonly AliasNode[];
  readonly problems: readonly YamlProblem[];
}

/** The node an alias stands for, or the node itself; `undefined` for an alias without an anchor. */
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
