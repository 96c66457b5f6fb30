import { folderOf, relativePath } from "../text/uri.ts";

/** Findings that were there when a team began, so that only new ones are reported. Keyed by what is wrong with what, not by lines. */
export interface Baseline {
  /** URI of the file that it stands in. */
  readonly uri: string;
  /** How often a finding of each key is known, by the file's path from the folder that the baseline stands in. */
  readonly files: ReadonlyMap<string, Counts>;
}

export type Counts = ReadonlyMap<string, number>;

/** What is wrong with what: the same after lines have moved and after a text was formatted anew. */
export interface BaselineKey {
  readonly rule: string;
  /** `apps/Deployment shop/web`; empty where it is about the text. */
  readonly resource: string;
  readonly path: string;
}

/** A file's path from the folder that a baseline stands in. */
export function baselineName({ uri: home }: Pick<Baseline, "uri">, uri: string): string {
  return relativePath(folderOf(home), uri);
}

/** One text for a key, to count by. */
export function keyText({ rule, resource, path }: BaselineKey): string {
  return [rule, resource, path].join("\n");
}

/** The rule of a key's text. */
export function ruleOfKey(text: string): string {
  return text.slice(0, text.indexOf("\n"));
}

/** Reads a baseline's JSON. Never throws: a text that is none gives the reason. */
export function parseBaseline(text: string, uri: string): Baseline | { readonly problem: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return { problem: "is no JSON" };
  }
  const { version, findings } = mapping(parsed) ?? {};
  if (version !== 1) return { problem: "is no baseline of this version of Kubewright" };
  const files = new Map<string, Map<string, number>>();
  for (const [file, rules] of entries(findings)) {
    const counts = new Map<string, number>();
    for (const [rule, resources] of entries(rules))
      for (const [resource, paths] of entries(resources))
        for (const [path, count] of entries(paths)) {
          if (typeof count !== "number" || !(0 < count))
            return { problem: `has no count at ${[file, rule, resource, path].join(" › ")}` };
          counts.set(keyText({ rule, resource, path }), count);
        }
    files.set(file, counts);
  }
  return { uri, files };
}

/** The JSON of a baseline: sorted, so that the same findings give the same text. */
export function formatBaseline(files: Baseline["files"]): string {
  const findings: Record<string, Record<string, Record<string, Record<string, number>>>> = {};
  for (const [file, counts] of sorted(files)) {
    if (counts.size === 0) continue;
    const rules: (typeof findings)[string] = {};
    for (const [key, count] of sorted(counts)) {
      const [rule = "", resource = "", path = ""] = key.split("\n");
      rules[rule] ??= {};
      rules[rule][resource] ??= {};
      rules[rule][resource][path] = count;
    }
    findings[file] = rules;
  }
  return `${JSON.stringify({ version: 1, findings }, null, 1)}\n`;
}

function sorted<Item>(map: ReadonlyMap<string, Item>): readonly (readonly [string, Item])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return Object.entries(mapping(value) ?? {});
}

function mapping(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
