import type { Value } from "../kubernetes/value.ts";
import { lineTable } from "../text/lines.ts";
import { type Baseline, parseBaseline } from "./baseline.ts";
import { isPreset, presets } from "./choices.ts";
import { type Config, laidOver } from "./config.ts";
import { type ConfigProblem, didYouMean, type Reader } from "./reader.ts";

/**
 * Reads a file that a configuration refers to.
 *
 * @param reference as written, relative to the file that contains it
 * @param from URI of that file
 */
export type OpenConfig = (
  reference: string,
  from: string,
  what: "configuration" | "baseline",
) =>
  | { readonly uri: string; readonly text: string }
  | {
      readonly problem: string;
      /** URI of the file if the only problem is that it does not exist. */
      readonly missing?: string;
    };

/** The number of files that a configuration can extend, directly or indirectly, so that nested lists cannot explode. */
export const maxExtended = 32;

/** The state while extended files are read. */
export interface Extending {
  readonly open: OpenConfig | undefined;
  /** URIs of the files that are being read, innermost last. Empty for text that is not in a file. */
  readonly chain: readonly string[];
  /** The number of files that can still be read, shared by all files of a configuration. */
  readonly left: { files: number };
}

type Read = (
  text: string,
  below: Config,
  at: Extending,
) => { readonly config: Config; readonly problems: readonly ConfigProblem[] };

/** Applies everything that a configuration extends, in order. */
export function readExtends(
  value: Value | undefined,
  below: Config,
  at: Extending,
  reader: Reader,
  read: Read,
): Config {
  if (value === undefined || value.isNull) return below;
  let config = below;
  let preset: string | undefined;
  for (const item of value.isSequence ? value.items() : [value]) {
    const reference = reader.text(item);
    if (reference === undefined) continue;
    if (!isPreset(reference)) {
      config = extendedFile(item, reference, config, at, reader, read);
      continue;
    }
    if (preset !== undefined)
      reader.say(item, `A configuration has one preset, so ${reference} would replace ${preset}`);
    preset = reference;
    config = laidOver(config, { preset: reference, rules: {}, settings: {} });
  }
  return config;
}

/** Reads the baseline that a configuration refers to. */
export function readBaseline(
  value: Value | undefined,
  { open, chain }: Extending,
  reader: Reader,
): Baseline | undefined {
  const reference = value && reader.text(value);
  if (value === undefined || reference === undefined) return undefined;
  const from = chain.at(-1);
  const opened =
    open && from !== undefined
      ? open(reference, from, "baseline")
      : { problem: "can only be set in a configuration file" };
  // A baseline that does not exist yet is empty.
  if ("problem" in opened && opened.missing !== undefined) return { uri: opened.missing, files: new Map() };
  const baseline = "problem" in opened ? opened : parseBaseline(opened.text, opened.uri);
  if (!("problem" in baseline)) return baseline;
  reader.say(value, `${reference} ${baseline.problem}`);
  return undefined;
}

function extendedFile(
  item: Value,
  reference: string,
  below: Config,
  at: Extending,
  reader: Reader,
  read: Read,
): Config {
  const refuse = (reason: string): Config => {
    reader.say(item, reason);
    return below;
  };
  const from = at.chain.at(-1);
  if (!at.open || from === undefined) return refuse("Only a configuration file can extend another file");
  const opened = at.open(reference, from, "configuration");
  if ("problem" in opened) {
    const near = /[./\\]/.test(reference) ? undefined : didYouMean(reference, presets);
    const hint = near ? `; did you mean the preset "${near}"?` : "";
    return refuse(`${reference} ${opened.problem}${hint}`);
  }
  const round = at.chain.indexOf(opened.uri);
  if (round !== -1) {
    const names = [...at.chain.slice(round), opened.uri].map((uri) => uri.replace(/^.*\//, ""));
    return refuse(`${reference} extends itself: ${names.join(" → ")}`);
  }
  if (at.left.files-- <= 0)
    return refuse(`Cannot extend ${reference}: a configuration can extend at most ${maxExtended} files`);
  const { config, problems } = read(opened.text, below, { ...at, chain: [...at.chain, opened.uri] });
  const lines = problems.length > 0 ? lineTable(opened.text) : undefined;
  for (const { start, message } of problems) {
    reader.say(item, `${reference}, line ${lines!.positionAt(start).line + 1}: ${message}`);
  }
  return config;
}
