import { distance } from "fastest-levenshtein";
import { Value } from "../kubernetes/value.ts";
import { optionProblem } from "../lint/options.ts";
import type { Rule, Severity } from "../lint/rule.ts";
import { parseYaml } from "../yaml/parse.ts";
import {
  type Config,
  defaultConfig,
  type PresetName,
  presets,
  type RuleChoice,
  severities,
} from "./config.ts";
import { podSecuritySources } from "./settings.ts";

/** Something in a configuration that is not understood, with its place. */
export interface ConfigProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface ParsedConfig {
  /** What could be understood; the rest has its default. */
  readonly config: Config;
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads the text of a `.kubewright.yaml`. Never throws.
 *
 * @param base what holds where the text says nothing
 */
export function parseConfig(
  text: string,
  registry: readonly Rule[],
  base: Config = defaultConfig,
): ParsedConfig {
  const problems: ConfigProblem[] = [];
  const tree = parseYaml(text);
  for (const { message, start, end } of tree.problems) problems.push({ message, start, end });
  const root = new Value(tree, tree.root, []);
  if (root.isNull) return { config: base, problems };
  const reader = new Reader(problems);
  if (!root.isMap) {
    reader.say(root, "The configuration must be a mapping of settings");
    return { config: base, problems };
  }
  reader.allow(root, [
    "preset",
    "rules",
    "kubernetesVersion",
    "podSecurity",
    "registries",
    "namespaces",
    "exclude",
  ]);
  const registries = root.at("registries");
  const namespaces = root.at("namespaces");
  const digests = registries?.at("requireDigest");
  reader.allow(registries, Object.keys(base.settings.registries));
  reader.allow(digests, ["paths", "namespaces"]);
  reader.allow(namespaces, ["default", "system"]);
  return {
    config: {
      preset: reader.choice(root.at("preset"), presets) ?? base.preset,
      rules: { ...base.rules, ...readRules(root.at("rules"), registry, reader) },
      settings: {
        kubernetesVersion: reader.version(root.at("kubernetesVersion")) ?? base.settings.kubernetesVersion,
        podSecurity: reader.choice(root.at("podSecurity"), podSecuritySources) ?? base.settings.podSecurity,
        registries: {
          allowed: reader.strings(registries?.at("allowed")) ?? base.settings.registries.allowed,
          denied: reader.strings(registries?.at("denied")) ?? base.settings.registries.denied,
          mirrors: reader.texts(registries?.at("mirrors")) ?? base.settings.registries.mirrors,
          requireDigest: {
            paths: reader.strings(digests?.at("paths")) ?? base.settings.registries.requireDigest.paths,
            namespaces:
              reader.strings(digests?.at("namespaces")) ?? base.settings.registries.requireDigest.namespaces,
          },
          nodeIdentity: reader.flag(registries?.at("nodeIdentity")) ?? base.settings.registries.nodeIdentity,
          private: reader.strings(registries?.at("private")) ?? base.settings.registries.private,
          pullSecret: reader.text(registries?.at("pullSecret")) ?? base.settings.registries.pullSecret,
        },
        namespaces: {
          default: reader.text(namespaces?.at("default")) ?? base.settings.namespaces.default,
          system: reader.strings(namespaces?.at("system")) ?? base.settings.namespaces.system,
        },
      },
      exclude: reader.strings(root.at("exclude")) ?? base.exclude,
    },
    problems,
  };
}

/** Whether a text names a preset. */
export function isPreset(text: string): text is PresetName {
  return (presets as readonly string[]).includes(text);
}

/** The nearest of some names, or `undefined` where none is near. */
export function didYouMean(name: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const far = distance(name, candidate);
    if (far < least) [best, least] = [candidate, far];
  }
  return best;
}

function readRules(map: Value | undefined, registry: readonly Rule[], reader: Reader): Config["rules"] {
  const choices: Record<string, RuleChoice> = {};
  if (map && !map.isMap && !map.isNull)
    reader.say(map, "rules must be a mapping from rule ids to severities");
  for (const { name, key, value } of map?.entries() ?? []) {
    const rule = registry.find(({ id }) => id === name);
    if (!rule) {
      const near = didYouMean(
        name,
        registry.map(({ id }) => id),
      );
      reader.sayAt(key, `There is no rule "${name}"${near ? `; did you mean "${near}"?` : ""}`);
      continue;
    }
    if (value.isMap) {
      reader.allow(value, ["severity", "options"]);
      choices[name] = {
        severity: severityOf(value.at("severity"), reader) ?? "default",
        options: readOptions(value.at("options"), rule, reader),
      };
    } else {
      choices[name] = { severity: severityOf(value, reader) ?? "default" };
    }
  }
  return choices;
}

/** YAML reads a bare `off` as false and `on` as true; both mean what they say. */
function severityOf(value: Value | undefined, reader: Reader): Severity | "off" | "default" | undefined {
  if (value === undefined) return undefined;
  if (value.value === false) return "off";
  if (value.value === true) return "default";
  return reader.choice(value, [...severities, "off"] as const);
}

function readOptions(map: Value | undefined, rule: Rule, reader: Reader): Readonly<Record<string, unknown>> {
  const chosen: Record<string, unknown> = {};
  reader.allow(map, Object.keys(rule.options ?? {}));
  for (const { name, value } of map?.entries() ?? []) {
    const option = rule.options?.[name];
    if (!option) continue;
    const plain = value.isSequence ? value.items().map((item) => item.value) : value.value;
    const problem = optionProblem(option, plain);
    if (problem) reader.say(value, `The option ${name} of ${rule.id} ${problem}`);
    else chosen[name] = plain;
  }
  return chosen;
}

/** Reads typed values and notes what does not fit. */
class Reader {
  readonly #problems: ConfigProblem[];

  constructor(problems: ConfigProblem[]) {
    this.#problems = problems;
  }

  say(value: Value, message: string): void {
    this.sayAt(value.token, message);
  }

  sayAt({ start, end }: { readonly start: number; readonly end: number }, message: string): void {
    this.#problems.push({ message, start, end });
  }

  allow(map: Value | undefined, keys: readonly string[]): void {
    if (map && !map.isMap && !map.isNull) this.say(map, `${map.pathText} must be a mapping`);
    for (const { name, key } of map?.entries() ?? []) {
      if (keys.includes(name)) continue;
      const near = didYouMean(name, keys);
      this.sayAt(key, `There is no setting "${name}" here${near ? `; did you mean "${near}"?` : ""}`);
    }
  }

  text(value: Value | undefined): string | undefined {
    if (value === undefined) return undefined;
    if (value.string === undefined) this.say(value, `${value.pathText} must be a string`);
    return value.string;
  }

  /** `1.30` without quotes is the number 1.3 to YAML, so the version is read from the text. */
  version(value: Value | undefined): string | undefined {
    if (value === undefined) return undefined;
    const found = /^v?(1\.\d+)(?:\.\d+)?$/.exec(value.scalar?.text ?? "");
    if (!found) this.say(value, `${value.pathText} must be a version such as 1.36`);
    return found?.[1];
  }

  strings(value: Value | undefined): readonly string[] | undefined {
    if (value === undefined) return undefined;
    const texts = value.items().flatMap((item) => item.string ?? []);
    if (!value.isSequence || texts.length < value.items().length) {
      this.say(value, `${value.pathText} must be a list of strings`);
    }
    return texts;
  }

  flag(value: Value | undefined): boolean | undefined {
    if (value === undefined) return undefined;
    if (typeof value.value === "boolean") return value.value;
    this.say(value, `${value.pathText} must be true or false`);
    return undefined;
  }

  /** A mapping from strings to strings. */
  texts(map: Value | undefined): Readonly<Record<string, string>> | undefined {
    if (map === undefined) return undefined;
    if (!map.isMap && !map.isNull) this.say(map, `${map.pathText} must be a mapping`);
    const found: Record<string, string> = {};
    for (const { name, value } of map.entries()) {
      const text = this.text(value);
      if (text !== undefined) found[name] = text;
    }
    return found;
  }

  choice<const Choice extends string>(
    value: Value | undefined,
    choices: readonly Choice[],
  ): Choice | undefined {
    if (value === undefined) return undefined;
    const found = choices.find((choice) => choice === value.value);
    if (found === undefined) {
      const near = didYouMean(value.scalar?.text ?? "", choices);
      // The suggestion goes first: a narrow Problems view cuts the end off.
      const hint = near ? `did you mean "${near}"? ` : "";
      this.say(value, `${hint}${value.pathText} must be one of ${choices.join(", ")}`);
    }
    return found;
  }
}
