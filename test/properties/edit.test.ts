import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../engine/text/range.ts";
import type { Change } from "../../engine/yaml/edit/change.ts";
import { planEdits } from "../../engine/yaml/edit/plan.ts";
import type { MapNode, YamlNode } from "../../engine/yaml/node.ts";
import { parseYaml } from "../../engine/yaml/parse.ts";
import { chooser, type Json, leafValues, objects, print, tapes } from "../harness/print.ts";
import { nodesOf, nodeValue, readValue } from "../harness/values.ts";
import { runs, seed } from "../seed.ts";

type Path = readonly (string | number)[];

const keys = fc.constantFrom("metadata", "spec", "labels", "app", "name", "new", "a.b/c", "x y", "80");
const values: fc.Arbitrary<Json> = fc.oneof(
  leafValues,
  fc.constant<Json>({}),
  fc.constant<Json>([]),
  fc.constant<Json>({ drop: ["ALL"], deep: { er: "x" } }),
  fc.constant<Json>(["a", { name: "b", value: "1" }]),
);
const wishes = fc.record({
  type: fc.constantFrom("set", "append" as const),
  owner: fc.nat(),
  path: fc.array(keys, { minLength: 1, maxLength: 3 }),
  value: values,
  before: fc.option(keys, { nil: undefined }),
});
type Wish = typeof wishes extends fc.Arbitrary<infer T> ? T : never;

/** The maps of a document with their paths, except below aliases. */
function mapsOf(node: YamlNode | undefined, path: Path = []): readonly { map: MapNode; path: Path }[] {
  if (node?.kind === "sequence") return node.items.flatMap((item, at) => mapsOf(item, [...path, at]));
  if (node?.kind !== "map") return [];
  const below = node.pairs.flatMap(({ key, value }) =>
    key.kind === "scalar" ? mapsOf(value, [...path, key.text]) : [],
  );
  return [{ map: node, path }, ...below];
}

function changeOf({ type, path, value, before }: Wish, map: MapNode): Change {
  return { type, map, path, value, place: before === undefined ? {} : { before: [before] } };
}

/** The expected object after the change. */
function wished(object: Json, at: Path, { type, path, value }: Wish): Json {
  const [step, ...rest] = [...at, ...path];
  if (step === undefined) return value;
  const go = (current: Json | undefined, steps: Path): Json => {
    const [first, ...others] = steps;
    const isEmpty =
      current === undefined ||
      current === null ||
      (typeof current === "object" && Object.keys(current).length === 0);
    if (first === undefined) {
      if (type === "set") return value;
      const items = isEmpty ? [] : (current as Json[]);
      // An existing item is not added again.
      return items.some((item) => isDeepStrictEqual(item, value)) ? items : [...items, value];
    }
    if (typeof first === "number")
      return (current as Json[]).map((item, index) => (index === first ? go(item, others) : item));
    const base = isEmpty ? {} : (current as Record<string, Json>);
    return { ...base, [first]: go(base[first], others) };
  };
  return go(object, [step, ...rest]);
}

function apply(text: string, groups: readonly (readonly Change[])[], tree = parseYaml(text)) {
  const plan = planEdits(text, tree, groups);
  return { ...plan, text: applyEdits(text, plan.edits) };
}

describe("setting and appending in any style", () => {
  const drawn = fc.tuple(objects, tapes, wishes);

  it("changes the value as requested, and nothing else", () => {
    let done = 0;
    fc.assert(
      fc.property(drawn, ([object, tape, wish]) => {
        const before = print(object, chooser(tape));
        const tree = parseYaml(before.text);
        const maps = mapsOf(tree.root);
        const { map, path } = maps[wish.owner % maps.length]!;
        const after = apply(before.text, [[changeOf(wish, map)]], tree);
        if (!after.applied[0]) {
          expect(after.edits).toEqual([]);
          return;
        }
        done++;
        expect(parseYaml(after.text).problems, after.text).toEqual([]);
        expect(readValue(after.text), after.text).toEqual(wished(nodeValue(tree.root), path, wish));
        expect(lost(before.comments, after.text), after.text).toEqual([]);
        if (before.text.includes("\r\n")) expect(after.text.replaceAll("\r\n", "")).not.toContain("\n");
      }),
      { numRuns: runs(2000), seed },
    );
    expect(done).toBeGreaterThan(0.35 * runs(2000));
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(drawn, ([object, tape, wish]) => {
        const before = print(object, chooser(tape)).text;
        const set: Wish = { ...wish, type: "set" };
        const at = wish.owner % mapsOf(parseYaml(before).root).length;
        const { path } = mapsOf(parseYaml(before).root)[at]!;
        const once = apply(before, [[changeOf(set, mapsOf(parseYaml(before).root)[at]!.map)]]);
        if (!once.applied[0]) return;
        const again = parseYaml(once.text);
        const owner = mapsOf(again.root).find((one) => String(one.path) === String(path));
        // Below a key that needs its quotes in YAML, JSON and YAML style cannot be distinguished.
        if (!owner || wish.path.some((key) => /^80$| /.test(key))) return;
        expect(apply(once.text, [[changeOf(set, owner.map)]], again).text).toBe(once.text);
      }),
      { numRuns: runs(1000), seed },
    );
  });

  it("has the same result in any order of the groups", () => {
    fc.assert(
      fc.property(objects, tapes, fc.array(wishes, { minLength: 2, maxLength: 4 }), (object, tape, many) => {
        const { text } = print(object, chooser(tape));
        const tree = parseYaml(text);
        const maps = mapsOf(tree.root);
        const groups = many.map((wish) => [
          changeOf({ ...wish, type: "set" }, maps[wish.owner % maps.length]!.map),
        ]);
        const forth = apply(text, groups, tree);
        const back = apply(text, [...groups].reverse(), tree);
        expect(parseYaml(forth.text).problems, forth.text).toEqual([]);
        if ([...forth.applied, ...back.applied].every(Boolean))
          expect(readValue(back.text), back.text).toEqual(readValue(forth.text));
      }),
      { numRuns: runs(1000), seed },
    );
  });
});

describe("removing in any style", () => {
  it("removes one pair or item, and nothing else", () => {
    let done = 0;
    fc.assert(
      fc.property(objects, tapes, fc.nat(), (object, tape, choice) => {
        const { text, comments } = print(object, chooser(tape));
        const tree = parseYaml(text);
        const spots = removable(tree.root);
        const spot = spots[choice % spots.length]!;
        const after = apply(text, [[spot.change]], tree);
        if (!after.applied[0]) return;
        done++;
        expect(parseYaml(after.text).problems, after.text).toEqual([]);
        expect(readValue(after.text), after.text).toEqual(without(nodeValue(tree.root), spot.path));
        const { start, end } = withOwnComments(text, spot.range);
        const kept = comments.filter(
          (comment) => text.indexOf(comment) < start || end <= text.indexOf(comment),
        );
        expect(lost(kept, after.text), after.text).toEqual([]);
      }),
      { numRuns: runs(2000), seed },
    );
    expect(done).toBeGreaterThan(0.35 * runs(2000));
  });
});

/** A comment after it, and comment lines above it with its indentation, might refer to what is removed. */
function withOwnComments(text: string, { start, end }: { readonly start: number; readonly end: number }) {
  // There can be a comment after the dash of an item as well.
  const dash = /-(?:[ \t\n]|#[^\n]*\n)*$/.exec(text.slice(0, start))?.index ?? start;
  const above = text.slice(0, text.lastIndexOf("\n", dash - 1) + 1);
  const lines = /(?:^[ \t]+#[^\n]*\n)*$/m.exec(above)![0];
  const behind = text[end - 1] === "\n" ? "" : /^[^\n]*/.exec(text.slice(end))![0];
  return { start: above.length - lines.length, end: end + behind.length };
}

function removable(root: YamlNode | undefined) {
  const spots: { change: Change; path: Path; range: { start: number; end: number } }[] = [];
  const walk = (node: YamlNode | undefined, path: Path) => {
    if (node?.kind === "map")
      for (const pair of node.pairs) {
        const at = [...path, pair.key.kind === "scalar" ? pair.key.text : ""];
        const range = { start: pair.key.propertiesStart, end: (pair.value ?? pair.key).end };
        spots.push({ change: { type: "remove-pair", map: node, pair }, path: at, range });
        walk(pair.value, at);
      }
    if (node?.kind === "sequence")
      node.items.forEach((item, index) => {
        const range = { start: item.propertiesStart, end: item.end };
        spots.push({ change: { type: "remove-item", sequence: node, item }, path: [...path, index], range });
        walk(item, [...path, index]);
      });
  };
  walk(root, []);
  return spots;
}

function without(object: Json, [step, ...rest]: Path): Json {
  if (Array.isArray(object))
    return object.flatMap((item: Json, at) =>
      at !== step ? [item] : rest.length > 0 ? [without(item, rest)] : [],
    );
  return Object.fromEntries(
    Object.entries(object as Record<string, Json>).flatMap(([key, value]) =>
      key !== step ? [[key, value]] : rest.length > 0 ? [[key, without(value, rest)]] : [],
    ),
  );
}

function lost(comments: readonly string[], text: string): readonly string[] {
  return comments.filter((comment) => !text.includes(comment));
}

describe("scalars and keys in any style", () => {
  it("are replaced, quoted and renamed in place", () => {
    fc.assert(
      fc.property(objects, tapes, fc.nat(), leafValues, (object, tape, choice, value) => {
        const { text } = print(object, chooser(tape));
        const tree = parseYaml(text);
        const scalars = nodesOf(tree.root).filter((node) => node.kind === "scalar" && node.start < node.end);
        const node = scalars[choice % scalars.length];
        if (node?.kind !== "scalar") return;
        const isKey = nodesOf(tree.root).some(
          (one) => one.kind === "map" && one.pairs.some(({ key }) => key === node),
        );
        const change: Change = isKey
          ? { type: "rename", key: node, text: "a new: key" }
          : { type: "replace", node, value };
        const after = apply(text, [[change]], tree);
        if (!after.applied[0]) return;
        const { problems, root } = parseYaml(after.text);
        expect(problems, after.text).toEqual([]);
        const there = nodesOf(root).find(({ kind, start }) => kind === "scalar" && start === node.start);
        expect(nodeValue(there)).toEqual(isKey ? "a new: key" : value);
      }),
      { numRuns: runs(2000), seed },
    );
  });
});
