import {
  ALPHABET,
  flavorsOf,
  flavorWords,
  nextMinor,
  nextVersion,
  STEP_END,
  STEP_MINOR,
  STEP_RUN,
  TWO_CHARACTERS,
} from "../engine/images/packed.ts";
import { splitTag } from "../engine/images/tags.ts";

/** The facts about one official image. */
export interface ImageFacts {
  /** Every tag that was ever listed. */
  readonly ever: readonly string[];
  /** The currently listed tags; tags of the same build have the same value. */
  readonly now: Readonly<Record<string, string>>;
}

export interface PackedImages {
  /** Separated by spaces. */
  readonly words: string;
  readonly images: Readonly<Record<string, string>>;
}

/** Packs the facts into the form that `engine/images/packed.ts` describes and unpacks. */
export function pack(facts: Readonly<Record<string, ImageFacts>>): PackedImages {
  const names = Object.keys(facts).sort();
  const grammars = names.map((name) => grammarOf(facts[name] as ImageFacts));
  const words = byFrequency(grammars.flatMap((grammar) => grammar.words));
  const indexes = new Map(words.map((word, index) => [word, index]));
  const packed = grammars.map(
    ({ words: own, text }) => list(own.map((word) => number(indexes.get(word) ?? 0))) + text,
  );
  return {
    words: words.join(" "),
    images: Object.fromEntries(names.map((name, index) => [name, packed[index] ?? ""])),
  };
}

interface Node {
  readonly id: number;
  readonly ends: boolean;
  readonly edges: ReadonlyMap<string, Node>;
}

/** The words that are specific to one image, and its packed text without them. */
function grammarOf({ ever, now }: ImageFacts): { readonly words: readonly string[]; readonly text: string } {
  const flavors = groupBy(ever, (tag) => splitTag(tag).version);
  const lines = linesOf(now);
  const automaton = newAutomaton();
  const rows = [...groupBy([...flavors.keys()], (version) => flavorKey(flavors.get(version) ?? []))].map(
    ([key, versions]) => ({ node: automaton.nodeFor(JSON.parse(key) as string[]), versions }),
  );
  const shapes = new Map<string, { parts: string; lines: string[] }>();
  for (const line of lines) {
    const { shape, versions } = shapeOf(line, automaton);
    const group = shapes.get(shape) ?? { parts: shape, lines: [] };
    group.lines.push(versions);
    shapes.set(shape, group);
  }
  const words = byFrequency(automaton.nodes.flatMap((node) => [...node.edges.keys()]));
  const text =
    list(automaton.nodes.map((node) => packNode(node, automaton.nodes, words))) +
    list(rows.map(({ node, versions }) => number(node.id) + packVersions(versions))) +
    list([...shapes.values()].map((shape) => shape.parts + list(shape.lines)));
  return { words, text };
}

function flavorKey(tags: readonly string[]): string {
  return JSON.stringify(tags.map((tag) => splitTag(tag).flavor).sort());
}

/** Builds the smallest automaton that accepts each of the requested flavor sets; targets come first. */
function newAutomaton() {
  const nodes: Node[] = [];
  const nodeByKey = new Map<string, Node>();
  const build = (sequences: readonly (readonly string[])[]): Node => {
    const groups = groupBy(
      sequences.filter((words) => 0 < words.length),
      (words) => words[0] ?? "",
    );
    const edges = new Map(
      [...groups]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([word, tails]) => [word, build(tails.map((words) => words.slice(1)))]),
    );
    const ends = sequences.some((words) => words.length === 0);
    const key = JSON.stringify([ends, [...edges].map(([word, target]) => [word, target.id])]);
    const node = nodeByKey.get(key) ?? { id: nodes.length, ends, edges };
    if (!nodeByKey.has(key)) nodes.push(node);
    nodeByKey.set(key, node);
    return node;
  };
  return { nodes, nodeFor: (flavors: readonly string[]) => build(flavors.map(flavorWords)) };
}

function packNode(node: Node, nodes: readonly Node[], words: readonly string[]): string {
  const packAgainst = (base: Node | undefined): string => {
    const removed = [...(base?.edges.keys() ?? [])].filter((word) => !node.edges.has(word));
    const changed = [...node.edges].filter(([word, target]) => base?.edges.get(word) !== target);
    const edits = [
      ...removed.map((word) => number(words.indexOf(word)) + number(0)),
      ...changed.map(([word, target]) => number(words.indexOf(word)) + number(node.id - target.id)),
    ];
    const header = number(2 * edits.length + (node.ends ? 1 : 0));
    return number(base ? node.id - base.id : 0) + header + edits.join("");
  };
  const choices = [undefined, ...nodes.slice(0, node.id)].map(packAgainst);
  return choices.reduce((best, choice) => (choice.length < best.length ? choice : best));
}

/** The current tags as a table of version and flavor; a line contains the versions whose builds belong together. */
type Line = ReadonlyMap<string, ReadonlyMap<string, string>>;

function linesOf(now: Readonly<Record<string, string>>): readonly Line[] {
  const lineOfBuild = new Map<string, Map<string, Map<string, string>>>();
  const tags = Object.entries(now).map(([tag, build]) => ({ ...splitTag(tag), build }));
  const merge = (builds: Iterable<string>) => {
    const line = new Map<string, Map<string, string>>();
    for (const build of builds) {
      const old = lineOfBuild.get(build) ?? new Map<string, Map<string, string>>();
      for (const [version, flavors] of old) line.set(version, flavors);
      for (const [other, otherLine] of lineOfBuild) if (otherLine === old) lineOfBuild.set(other, line);
      lineOfBuild.set(build, line);
    }
  };
  // `latest` and similar tags point to several lines and do not join them.
  const versioned = tags.filter(({ version }) => version !== "");
  for (const group of groupBy(versioned, ({ version }) => version).values())
    merge(new Set(group.map(({ build }) => build)));
  for (const { build } of tags) if (!lineOfBuild.has(build)) merge([build]);
  for (const { version, flavor, build } of tags) {
    const line = lineOfBuild.get(build);
    const flavors = line?.get(version) ?? new Map<string, string>();
    line?.set(version, flavors.set(flavor, build));
  }
  return [...new Set(lineOfBuild.values())];
}

function shapeOf(line: Line, automaton: ReturnType<typeof newAutomaton>) {
  const numbers = new Map<string, number>();
  const keyOf = (version: string) =>
    JSON.stringify([...(line.get(version) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)));
  const groups = [...groupBy([...line.keys()], keyOf).values()].map((versions) => ({
    versions,
    builds: line.get(versions[0] ?? "") ?? new Map<string, string>(),
  }));
  const keys = new Map(groups.map((group) => [group, JSON.stringify([...group.builds.keys()].sort())]));
  groups.sort((a, b) => ((keys.get(a) ?? "") < (keys.get(b) ?? "") ? -1 : 1));
  const parts = groups.map(({ builds }) => {
    const node = automaton.nodeFor([...builds.keys()]);
    const pattern = flavorsOf(node).map((flavor) => {
      const build = builds.get(flavor) ?? "";
      numbers.set(build, numbers.get(build) ?? numbers.size);
      return number(numbers.get(build) ?? 0);
    });
    return number(node.id) + pattern.join("");
  });
  return { shape: list(parts), versions: groups.map((group) => packVersions(group.versions)).join("") };
}

function packVersions(versions: readonly string[]): string {
  const sorted = [...versions].sort(compareNaturally);
  const packed: string[] = [];
  let before = "";
  for (let at = 0; at < sorted.length; ) {
    const version = sorted[at] ?? "";
    const last = runEnd(sorted, at);
    const run = number(last - at);
    if (at !== 0 && nextMinor(before) === version) {
      packed.push(step(STEP_MINOR), run);
    } else if (at !== 0 && nextVersion(before) === version) {
      packed.push(step(STEP_RUN), number(last - at + 1));
    } else {
      const shared = Math.min(sharedLength(before, version), STEP_RUN - 1);
      packed.push(step(shared), version.slice(shared));
      if (at < last) packed.push(step(STEP_RUN), run);
    }
    before = sorted[last] ?? "";
    at = last + 1;
  }
  return packed.join("") + step(STEP_END);
}

/** Index of the last version when counting up from the one at `start`. */
function runEnd(versions: readonly string[], start: number): number {
  let end = start;
  while (end + 1 < versions.length && nextVersion(versions[end] ?? "") === versions[end + 1]) end++;
  return end;
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

function compareNaturally(a: string, b: string): number {
  const pad = (text: string) => text.replace(/\d+/g, (digits) => digits.padStart(16, "0"));
  return pad(a) < pad(b) ? -1 : 1;
}

function step(value: number): string {
  return ALPHABET[value] ?? "";
}

function number(value: number): string {
  if (value < TWO_CHARACTERS) return ALPHABET[value] ?? "";
  const high = TWO_CHARACTERS + Math.floor((value - TWO_CHARACTERS) / ALPHABET.length);
  if (ALPHABET.length <= high) throw new Error(`${value} is too large for the packed form`);
  return (ALPHABET[high] ?? "") + (ALPHABET[(value - TWO_CHARACTERS) % ALPHABET.length] ?? "");
}

function list(items: readonly string[]): string {
  return number(items.length) + items.join("");
}

function byFrequency(words: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([word]) => word);
}

function groupBy<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
