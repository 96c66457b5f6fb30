import type { Options, OptionValues } from "../lint/options.ts";
import type { Preset, Rule, Severity } from "../lint/rule.ts";
import type { Baseline } from "./baseline.ts";
import type { Layer, PresetName, RuleChoice, RuleChoices } from "./choices.ts";
import type { Globs } from "./globs.ts";
import { everywhere, type Override } from "./override.ts";
import { defaultSettings, type Settings, settingShapes } from "./settings.ts";
import { patched } from "./shape.ts";

/** What a user chose, from a file, from editor settings or from the command line. */
export interface Config {
  readonly preset: PresetName;
  readonly rules: RuleChoices;
  readonly settings: Settings;
  /** Files that are not looked at. */
  readonly exclude: Globs;
  /** Files that nobody edits where they are get findings as well. */
  readonly vendored: boolean;
  /** What holds in a part of the files or resources only, in order. */
  readonly overrides: readonly Override[];
  /** Rules that the configuration brings itself. */
  readonly customRules: readonly Rule[];
  /** Findings that are known and not reported. */
  readonly baseline: Baseline | undefined;
}

/** What layers are laid over. */
export type Layered = Pick<Config, "preset" | "rules" | "settings">;

export const defaultConfig: Config = {
  preset: "recommended",
  rules: {},
  settings: defaultSettings,
  exclude: { patterns: [], root: undefined },
  vendored: false,
  overrides: [],
  customRules: [],
  baseline: undefined,
};

/** A rule that is on, with the severity and the options it runs with. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly options: OptionValues<Options>;
  /** Whether what node components need is information at most: not where a severity was chosen, nor under a standard. */
  readonly eases: boolean;
  /** What it runs with, where that is not what the file's configuration says. */
  readonly settings?: Settings;
}

/** The rules that a configuration switches on, where no override holds. */
export function activeRules(
  registry: readonly Rule[],
  config: Pick<Config, "preset" | "rules">,
): readonly ActiveRule[] {
  return registry.flatMap((rule) => {
    const choice = config.rules[rule.id];
    if (choice?.severity === "off") return [];
    if (choice?.severity === undefined && !rule.custom && !isInPreset(rule, config.preset)) return [];
    const chosen = choice?.severity === "default" ? undefined : choice?.severity;
    const options = optionValues(rule, config.preset, choice?.options);
    const eases = chosen === undefined && !standards.has(config.preset);
    return [{ rule, severity: chosen ?? rule.severity, options, eases }];
  });
}

/** Presets that report exactly what a standard or another tool does. */
const standards: ReadonlySet<PresetName> = new Set([
  "pod-security-baseline",
  "pod-security-restricted",
  "kube-linter",
]);

/** Lays a layer over what holds everywhere and over all overrides that are there. */
export function laidOver(config: Config, layer: Layer): Config {
  const { overrides } = config;
  return {
    ...config,
    ...withLayer(config, layer),
    overrides: overrides.length === 0 ? [] : [...overrides, { where: everywhere, ...layer }],
  };
}

/** What a layer does not say stays as it is. */
export function withLayer({ preset, rules, settings }: Layered, layer: Layer): Layered {
  return {
    preset: layer.preset ?? preset,
    rules: mergedRules(rules, layer.rules),
    settings: patched(settings, layer.settings, settingShapes),
  };
}

/** A severity leaves the options as they are, and options the severity. */
function mergedRules(below: RuleChoices, above: RuleChoices): RuleChoices {
  const merged: Record<string, RuleChoice> = { ...below };
  for (const [id, choice] of Object.entries(above)) {
    const before = below[id];
    const options = { ...before?.options, ...choice.options };
    // Who only sets options of a rule that is chosen below means that choice.
    const severity = choice.severity ?? before?.severity ?? "default";
    merged[id] = { severity, ...(Object.keys(options).length > 0 && { options }) };
  }
  return merged;
}

/** `strict` holds all of `recommended`; `all` holds every rule. */
export function isInPreset(rule: Rule, preset: PresetName): boolean {
  if (preset === "all") return true;
  if (rule.presets.includes(preset as Preset)) return true;
  return preset === "strict" && rule.presets.includes("recommended");
}

/** Every option of a rule: as chosen, else as the preset has it, else by default. */
function optionValues(
  rule: Rule,
  preset: PresetName,
  chosen: RuleChoice["options"] = {},
): OptionValues<Options> {
  const values: Record<string, unknown> = {};
  const byPreset = preset === "all" ? undefined : rule.presetOptions?.[preset];
  for (const [name, option] of Object.entries(rule.options ?? {}))
    values[name] = chosen[name] ?? byPreset?.[name] ?? option.default;
  return values as OptionValues<Options>;
}
