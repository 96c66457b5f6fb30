import { Value } from "../kubernetes/value.ts";
import type { Rule } from "../rule/rule.ts";
import { lineTable } from "../text/lines.ts";
import { parseYaml } from "../yaml/parse.ts";
import { type Config, defaultConfig, laidOver } from "./config.ts";
import { type ConfigSource, readCustomRules } from "./custom-rules.ts";
import { type Extending, maxExtended, type OpenConfig, readBaseline, readExtends } from "./extends.ts";
import { fileShapes } from "./keys.ts";
import { readLayer, readOverrides } from "./layer.ts";
import { type ConfigProblem, Reader } from "./reader.ts";

export interface ParsedConfig {
  /** The valid part of the configuration. Everything else has its default. */
  readonly config: Config;
  /** Offsets are relative to the start of the text. */
  readonly problems: readonly ConfigProblem[];
}

export interface ConfigOptions {
  /** The configuration to start from. The default is `defaultConfig`. */
  readonly base?: Config;
  /** URI of the file. References in `extends` and globs are relative to its folder. */
  readonly uri?: string | undefined;
  /** For text that is not in a file: URI of the folder that globs are relative to, with its trailing slash. */
  readonly folder?: string | undefined;
  /** Reads the files that a configuration extends. Without it, a configuration cannot extend files. */
  readonly open?: OpenConfig;
}

/** Reads the text of a `.kubewright.yaml`. Never throws. */
export function parseConfig(
  text: string,
  registry: readonly Rule[],
  { base = defaultConfig, uri, folder, open }: ConfigOptions = {},
): ParsedConfig {
  const root = uri?.replace(/[^/]*$/, "") ?? folder;
  const extending: Extending = { open, chain: uri === undefined ? [] : [uri], left: { files: maxExtended } };
  return read(text, base, extending);

  function read(source: string, below: Config, at: Extending): ParsedConfig {
    const reader = new Reader();
    const tree = parseYaml(source, "any");
    for (const { message, start, end } of tree.problems) reader.sayAt({ start, end }, message);
    const map = new Value(tree, tree.root, []);
    if (map.isNull) return { config: below, problems: reader.problems };
    if (!map.isMap) {
      reader.say(map, "The configuration must be a mapping of settings");
      return { config: below, problems: reader.problems };
    }
    reader.allow(map, Object.keys(fileShapes));
    const extended = readExtends(map.at("extends"), below, at, reader, read);
    const configSource: ConfigSource = { text: source, lines: lineTable(source), uri: at.chain.at(-1) };
    const customRules = readCustomRules(
      map.at("customRules"),
      extended.customRules,
      registry,
      configSource,
      reader,
    );
    const allRules = [...registry, ...customRules];
    const layered = laidOver(extended, readLayer(map, map, allRules, reader));
    const exclude = map.at("exclude");
    const vendored = map.at("vendored");
    const overrides = readOverrides(map.at("overrides"), root, allRules, reader);
    return {
      config: {
        ...layered,
        exclude: exclude ? { patterns: reader.globs(exclude), root } : layered.exclude,
        vendored: (vendored && reader.flag(vendored)) ?? layered.vendored,
        overrides: [...layered.overrides, ...overrides],
        customRules,
        baseline: readBaseline(map.at("baseline"), at, reader) ?? layered.baseline,
      },
      problems: reader.problems,
    };
  }
}
