import { joinTag, splitTag } from "./tags.ts";

/** The tags that the maintainers of one official image have listed. */
export interface Repository {
  /** Whether the tag was ever listed. */
  everHad(tag: string): boolean;
  /** By version, the flavors in which it was ever listed. */
  readonly flavors: ReadonlyMap<string, FlavorNode>;
  /** The currently listed tags, each with a number that tags of the same build share. */
  readonly builds: ReadonlyMap<string, number>;
}

/**
 * The packed form, text in `ALPHABET`, is a tag's grammar: versions, and an automaton for the flavors that follow.
 * Most versions of an image come in the same flavors, so 180,000 tags need little more than their versions.
 *
 * - number: one character, or two from `TWO_CHARACTERS` on
 * - repository: words, nodes, rows, shapes; each a count and that many items
 * - word: index into the words that all repositories share; a flavor is a sequence of words
 * - node: distance back to a node it resembles (0: none), 2 × differing edges + 1 if a flavor may end here, then
 *   for each such edge its word and the distance back to its target (0: the edge is missing here)
 * - row: node, versions; every one of the versions was listed in every flavor the node accepts
 * - shape: parts, lines; part: node, one build for each flavor it accepts (counted within the line);
 *   line: versions for each part, which are listed now
 * - versions: steps until `STEP_END`; a step below is the length of what is shared with the version before,
 *   followed by the rest; `STEP_RUN` and `STEP_MINOR` count on from the version before
 */
export const ALPHABET =
  " !#$%&'()*+,/:;<=>?@[]^`{|}~-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
export const TWO_CHARACTERS = 72;
/** Characters before this one never occur in a version, so they end its text. */
const FIRST_TEXT = 28;
/** Counts up the last number of the version, as often as the following number says. */
export const STEP_RUN = 25;
/** `1.4.7` → `1.5.0`, which then counts up as often as the following number says. */
export const STEP_MINOR = 26;
export const STEP_END = 27;

const VALUES: ReadonlyMap<string, number> = new Map(
  [...ALPHABET].map((character, value) => [character, value]),
);

/** A node of the automaton: targets by word. */
export interface FlavorNode {
  readonly ends: boolean;
  readonly edges: ReadonlyMap<string, FlavorNode>;
}

/** The words of a flavor: `-jre-alpine` → `-jre`, `-alpine`. */
export function flavorWords(flavor: string): readonly string[] {
  return flavor.match(/-[^-]*|[^-]+/g) ?? [];
}

/** All flavors a node accepts, sorted by word: the order in which the packed form lists their builds. */
export function flavorsOf(node: FlavorNode, before = ""): readonly string[] {
  const edges = [...node.edges].sort(([a], [b]) => (a < b ? -1 : 1));
  const longer = edges.flatMap(([word, target]) => flavorsOf(target, before + word));
  return node.ends ? [before, ...longer] : longer;
}

/** `1.4.7` → `1.4.8`; undefined if it does not end in a number. */
export function nextVersion(version: string): string | undefined {
  const last = /\d+$/.exec(version);
  return last ? version.slice(0, last.index) + (Number(last[0]) + 1) : undefined;
}

/** `1.4.7` → `1.5.0`; undefined without two numbers. */
export function nextMinor(version: string): string | undefined {
  const match = /^(.*?)(\d+)([.]\D*)\d+$/.exec(version);
  return match ? `${match[1]}${Number(match[2]) + 1}${match[3]}0` : undefined;
}

/** Unpacks one repository; `words` are those shared by all. */
export function unpack(packed: string, words: readonly string[]): Repository {
  const read = reader(packed);
  const ownWords = read.list(() => words[read.number()] ?? "");
  const nodes = readNodes(read, ownWords);
  const node = () => nodes[read.number()] ?? { ends: false, edges: new Map() };
  const flavors = new Map<string, FlavorNode>();
  for (let left = read.number(); 0 < left; left--) {
    const accepted = node();
    for (const version of read.versions()) flavors.set(version, accepted);
  }
  return { everHad: (tag) => accepts(flavors, tag), flavors, builds: readBuilds(read, node) };
}

type Reader = ReturnType<typeof reader>;

function readNodes(read: Reader, words: readonly string[]): readonly FlavorNode[] {
  const nodes: FlavorNode[] = [];
  for (let left = read.number(); 0 < left; left--) {
    const back = read.number();
    const edges = new Map(back === 0 ? [] : nodes[nodes.length - back]?.edges);
    const header = read.number();
    for (let edge = header >> 1; 0 < edge; edge--) {
      const word = words[read.number()] ?? "";
      const target = nodes[nodes.length - read.number()];
      if (target) edges.set(word, target);
      else edges.delete(word);
    }
    nodes.push({ ends: header % 2 === 1, edges });
  }
  return nodes;
}

function readBuilds(read: Reader, node: () => FlavorNode): ReadonlyMap<string, number> {
  const builds = new Map<string, number>();
  let firstBuild = 0;
  for (let left = read.number(); 0 < left; left--) {
    const parts = read.list(() => flavorsOf(node()).map((flavor) => ({ flavor, build: read.number() })));
    const buildCount = 1 + Math.max(...parts.flat().map(({ build }) => build));
    for (let line = read.number(); 0 < line; line--) {
      for (const part of parts) {
        for (const version of read.versions()) {
          for (const { flavor, build } of part) builds.set(joinTag({ version, flavor }), firstBuild + build);
        }
      }
      firstBuild += buildCount;
    }
  }
  return builds;
}

function accepts(flavors: ReadonlyMap<string, FlavorNode>, tag: string): boolean {
  const { version, flavor } = splitTag(tag);
  let node = flavors.get(version);
  for (const word of flavorWords(flavor)) node = node?.edges.get(word);
  return node?.ends ?? false;
}

function reader(packed: string) {
  let at = 0;
  const value = () => VALUES.get(packed[at++] ?? " ") ?? 0;
  const number = (): number => {
    const first = value();
    return first < TWO_CHARACTERS
      ? first
      : TWO_CHARACTERS + (first - TWO_CHARACTERS) * ALPHABET.length + value();
  };
  const list = <Item>(item: () => Item): Item[] => {
    const items: Item[] = [];
    for (let left = number(); 0 < left; left--) items.push(item());
    return items;
  };
  const text = (): string => {
    const start = at;
    while (at < packed.length && FIRST_TEXT <= (VALUES.get(packed[at] ?? "") ?? 0)) at++;
    return packed.slice(start, at);
  };
  const versions = (): string[] => {
    const found: string[] = [];
    let version = "";
    for (let step = value(); step !== STEP_END; step = value()) {
      if (step < STEP_RUN) {
        version = version.slice(0, step) + text();
        found.push(version);
        continue;
      }
      if (step === STEP_MINOR) {
        version = nextMinor(version) ?? version;
        found.push(version);
      }
      for (let left = number(); 0 < left; left--) {
        version = nextVersion(version) ?? version;
        found.push(version);
      }
    }
    return found;
  };
  return { number, list, versions };
}
