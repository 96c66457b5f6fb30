/**
 * What the suites cannot prove, or not yet, each with its reason. An entry that no longer applies fails its suite, so
 * that the list only shrinks.
 */
import { expect } from "vitest";

export type Known = Readonly<Record<string, string>>;

/** Something that a suite found. */
export interface Breach {
  /** Stable when pages and lines move: the rule, the title of the fix, the preset. */
  readonly id: string;
  readonly detail: string;
}

/** Fails on each breach that is not in the list, and on each entry of the list that did not occur. */
export function expectOnly(breaches: readonly Breach[], known: Known): void {
  const fresh = breaches.filter(({ id }) => known[id] === undefined);
  const ids = new Set(breaches.map(({ id }) => id));
  const outdated = Object.keys(known).filter((id) => !ids.has(id));
  expect(
    fresh.map(({ id, detail }) => `${id}\n${detail}`),
    "not in the list of what is known",
  ).toEqual([]);
  expect(outdated, "in the list, but no longer so").toEqual([]);
}

/** The first breach with each id, and their number, so that one cause does not fill the screen. */
export function perId(breaches: readonly Breach[]): readonly Breach[] {
  const groups = new Map<string, Breach[]>();
  for (const breach of breaches) groups.set(breach.id, [...(groups.get(breach.id) ?? []), breach]);
  return [...groups].map(([id, all]) => ({ id, detail: `${all.length} times; first: ${all[0]!.detail}` }));
}

/** The entries of one test. */
export function startingWith(known: Known, ...prefixes: readonly string[]): Known {
  return Object.fromEntries(
    Object.entries(known).filter(([id]) => prefixes.some((prefix) => id.startsWith(prefix))),
  );
}
