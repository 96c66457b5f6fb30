import { folderOf, relativePath } from "../text/uri.ts";

/** Existing findings, so that only new ones are reported. Keyed by rule, resource and path rather than by line. */
export interface Baseline {
  /** URI of the baseline file. */
  readonly uri: string;
  /** The number of findings for each key, by file path relative to the folder of the baseline. */
  readonly files: ReadonlyMap<string, Counts>;
}

export type Counts = ReadonlyMap<string, number>;

/** Identifies a finding. Stays the same when lines move and when the file is reformatted. */
export interface BaselineKey {
  readonly rule: string;
  /** `apps/Deployment shop/web`; empty if the finding is about the text itself. */
  readonly resource: string;
  readonly path: string;
}

/** The path of a file relative to the folder of a baseline. */
export function baselineName({ uri: home }: Pick<Baseline, "uri">, uri: string): string {
  return relativePath(folderOf(home), uri);
}

/** A key as a string, for counting. */
export function keyText({ rule, resource, path }: BaselineKey): string {
  return [rule, resource, path].join("\n");
}

/** The rule of a key in string form. */
export function ruleOfKey(text: string): string {
  return text.slice(0, text.indexOf("\n"));
}

/** Reads the JSON of a baseline. Never throws: for invalid text it returns the reason. */
export function parseBaseline(text: string, uri: string): Baseline | { readonly problem: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return { problem: "is not valid JSON" };
  }
  const { version, findings } = mapping(parsed) ?? {};
  if (version !== 1) return { problem: "is not a baseline that this version of Kubewright can read" };
  const files = new Map<string, Map<string, number>>();
  for (const [file, rules] of entries(findings)) {
    const counts = new Map<string, number>();
    for (const [key, count] of countsOf(rules)) {
      if (typeof count !== "number" || !(0 < count))
        return { problem: `has an invalid count at ${[file, key.rule, key.resource, key.path].join(" › ")}` };
      counts.set(keyText(key), count);
    }
    files.set(file, counts);
  }
  return { uri, files };
}

/** The counts of one file as they are written, valid or not. */
function* countsOf(rules: unknown): Iterable<readonly [BaselineKey, unknown]> {
  for (const [rule, resources] of entries(rules))
    for (const [resource, paths] of entries(resources))
      for (const [path, count] of entries(paths)) yield [{ rule, resource, path }, count];
}

/** The JSON of a baseline, sorted so that the same findings give the same text. */
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
