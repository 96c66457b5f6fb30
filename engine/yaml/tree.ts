import { COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from "js-yaml";
import {
  type AliasNode,
  isMergeKey,
  type MapNode,
  type Pair,
  type ScalarNode,
  type ScalarStyle,
  type SequenceNode,
  type YamlNode,
  type YamlProblem,
  type YamlTree,
} from "./node.ts";
import { skipTrivia } from "./trivia.ts";

type ScalarEvent = Extract<Event, { valueStart: number }>;
type CollectionEvent = Extract<Event, { start: number }>;
type Anchored = Exclude<YamlNode, AliasNode>;

/**
 * Builds a tree with offsets from the first document of an event stream.
 *
 * js-yaml's events show where tokens begin and end but not where collections end: a block collection ends with its last
 * child, a flow collection with its bracket.
 *
 * @param written the original text of scalars, if the parsed text differs from it in some characters
 */
export function buildTree(text: string, events: readonly Event[], written = text): YamlTree {
  const builder = new TreeBuilder(text, events, written);
  const root = builder.document();
  return { root, aliases: builder.aliases, problems: builder.problems };
}

const styles: Readonly<Record<number, ScalarStyle>> = {
  [SCALAR_STYLE.PLAIN]: "plain",
  [SCALAR_STYLE.SINGLE_QUOTED]: "single",
  [SCALAR_STYLE.DOUBLE_QUOTED]: "double",
  [SCALAR_STYLE.LITERAL_BLOCK]: "literal",
  [SCALAR_STYLE.FOLDED_BLOCK]: "folded",
};

/** Walks the events once; its identity is the cursor. Nesting is bounded by the parser's `maxDepth`. */
class TreeBuilder {
  readonly aliases: AliasNode[] = [];
  /** By name, the latest node with that anchor; `undefined` while that node is still being read. */
  readonly #anchors = new Map<string, Anchored | undefined>();
  readonly problems: YamlProblem[] = [];
  readonly #text: string;
  readonly #written: string;
  readonly #events: readonly Event[];
  #at = 0;
  /** The end of the last token, from which a missing token is searched. */
  #end = 0;

  constructor(text: string, events: readonly Event[], written: string) {
    this.#text = text;
    this.#written = written;
    this.#events = events;
  }

  document(): YamlNode | undefined {
    while (this.#at < this.#events.length && this.#events[this.#at]!.type === EVENT_ID.DOCUMENT) this.#at++;
    if (this.#events.length <= this.#at || this.#events[this.#at]!.type === EVENT_ID.POP) return undefined;
    return this.#node();
  }

  /** The next node; `undefined` for a missing value. */
  #node(): YamlNode | undefined {
    const event = this.#events[this.#at++]!;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.#scalar(event);
      case EVENT_ID.ALIAS:
        return this.#alias(event.anchorStart, event.anchorEnd);
      case EVENT_ID.MAPPING:
        return this.#map(event);
      case EVENT_ID.SEQUENCE:
        return this.#sequence(event);
      default:
        return undefined;
    }
  }

  #scalar(event: ScalarEvent): ScalarNode | undefined {
    const properties = this.#properties(event);
    if (event.valueStart === -1) {
      if (properties === undefined) return undefined;
      this.#end = Math.max(event.anchorEnd, event.tagEnd);
      return this.#register({
        kind: "scalar",
        ...properties,
        start: this.#end,
        end: this.#end,
        style: "plain",
        text: "",
      });
    }
    const style = styles[event.style]!;
    const [start, end] = this.#scalarSpan(event, style);
    this.#end = end;
    return this.#register({
      kind: "scalar",
      start,
      end,
      propertiesStart: properties?.propertiesStart ?? start,
      anchor: properties?.anchor,
      tag: properties?.tag,
      style,
      text: event.fast
        ? this.#written.slice(event.valueStart, event.valueEnd)
        : getScalarValue(this.#text, event),
    });
  }

  #scalarSpan(event: ScalarEvent, style: ScalarStyle): [number, number] {
    if (style === "plain") return [event.valueStart, event.valueEnd];
    if (style === "single" || style === "double") return [event.valueStart - 1, event.valueEnd + 1];
    // The event covers only the content; the node begins at its `|` or `>`.
    const from = Math.max(this.#end, event.anchorEnd, event.tagEnd);
    const start = this.#text.indexOf(style === "literal" ? "|" : ">", from);
    let end = Math.max(event.valueEnd, start + 1);
    // Line breaks after the last line belong to the value only if they are kept (`|+`).
    if (event.chomping !== 3) while (start < end && /\s/.test(this.#text[end - 1]!)) end--;
    return [start, end];
  }

  #alias(nameStart: number, nameEnd: number): AliasNode {
    const name = this.#text.slice(nameStart, nameEnd);
    this.#end = nameEnd;
    const start = nameStart - 1;
    const target = this.#anchors.get(name);
    if (!target) {
      const message = this.#anchors.has(name)
        ? `The alias "*${name}" is used inside its own anchor "&${name}"`
        : `The alias "*${name}" refers to the anchor "&${name}", which is not defined before it`;
      this.problems.push({ code: "unknown-alias", start, end: nameEnd, message });
    }
    const alias: AliasNode = {
      kind: "alias",
      start,
      end: nameEnd,
      propertiesStart: start,
      anchor: undefined,
      tag: undefined,
      name,
      target,
    };
    this.aliases.push(alias);
    return alias;
  }

  #map(event: CollectionEvent): MapNode {
    const properties = this.#properties(event);
    const flow = event.style === COLLECTION_STYLE.FLOW;
    this.#end = event.start + (flow && this.#text[event.start] === "{" ? 1 : 0);
    const pairs: Pair[] = [];
    while (this.#events[this.#at]!.type !== EVENT_ID.POP) {
      const key = this.#node() ?? this.#missing(this.#end);
      const value = this.#node();
      if (value === undefined) this.#skipColon();
      pairs.push({ key, value });
    }
    this.#at++;
    this.#reportDuplicates(pairs);
    if (flow && this.#text[event.start] === "{") this.#closeFlow("}");
    return this.#register({
      kind: "map",
      start: event.start,
      end: this.#end,
      propertiesStart: properties?.propertiesStart ?? event.start,
      anchor: properties?.anchor,
      tag: properties?.tag,
      flow,
      pairs,
    });
  }

  #sequence(event: CollectionEvent): SequenceNode {
    const properties = this.#properties(event);
    const flow = event.style === COLLECTION_STYLE.FLOW;
    this.#end = event.start + (flow ? 1 : 0);
    const items: YamlNode[] = [];
    while (this.#events[this.#at]!.type !== EVENT_ID.POP) {
      const before = this.#end;
      items.push(this.#node() ?? this.#missing(this.#afterDash(before, flow)));
    }
    this.#at++;
    if (flow) this.#closeFlow("]");
    return this.#register({
      kind: "sequence",
      start: event.start,
      end: this.#end,
      propertiesStart: properties?.propertiesStart ?? event.start,
      anchor: properties?.anchor,
      tag: properties?.tag,
      flow,
      items,
    });
  }

  #properties(event: ScalarEvent | CollectionEvent) {
    const { anchorStart, anchorEnd, tagStart, tagEnd } = event;
    if (anchorStart === -1 && tagStart === -1) return undefined;
    const anchor = anchorStart === -1 ? undefined : this.#text.slice(anchorStart, anchorEnd);
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const tag = tagStart === -1 ? undefined : this.#text.slice(tagStart, tagEnd);
    const propertiesStart =
      anchorStart === -1 ? tagStart : tagStart === -1 ? anchorStart - 1 : Math.min(anchorStart - 1, tagStart);
    return { anchor, tag, propertiesStart };
  }

  #register<Node extends Anchored>(node: Node): Node {
    // Another node inside this one can have taken the anchor's name, and then keeps it.
    if (node.anchor !== undefined && !this.#anchors.get(node.anchor)) this.#anchors.set(node.anchor, node);
    return node;
  }

  #missing(at: number): ScalarNode {
    this.#end = Math.max(this.#end, at);
    const nothing = { anchor: undefined, tag: undefined, style: "plain", text: "" } as const;
    return { kind: "scalar", start: at, end: at, propertiesStart: at, ...nothing };
  }

  #afterDash(from: number, flow: boolean): number {
    const at = skipTrivia(this.#text, from);
    return !flow && this.#text[at] === "-" ? at + 1 : from;
  }

  #skipColon(): void {
    const at = skipTrivia(this.#text, this.#end);
    if (this.#text[at] === ":") this.#end = at + 1;
  }

  #closeFlow(bracket: string): void {
    let at = skipTrivia(this.#text, this.#end);
    if (this.#text[at] === ",") at = skipTrivia(this.#text, at + 1);
    if (this.#text[at] === bracket) this.#end = at + 1;
  }

  #reportDuplicates(pairs: readonly Pair[]): void {
    if (pairs.length <= 8 && !hasTwins(pairs)) return;
    const seen = new Set<string>();
    for (const { key } of pairs) {
      if (key.kind !== "scalar" || isMergeKey(key)) continue;
      if (seen.has(key.text)) {
        const message = `The key "${key.text}" appears more than once in this mapping`;
        this.problems.push({ code: "duplicate-key", start: key.start, end: key.end, message });
      }
      seen.add(key.text);
    }
  }
}

/** Most mappings are small, and comparing a few keys is cheaper than making a set. */
function hasTwins(pairs: readonly Pair[]): boolean {
  for (let one = 1; one < pairs.length; one++) {
    const { key } = pairs[one]!;
    if (key.kind !== "scalar" || isMergeKey(key)) continue;
    for (let other = 0; other < one; other++) {
      const known = pairs[other]!.key;
      if (known.kind === "scalar" && known.text === key.text) return true;
    }
  }
  return false;
}
