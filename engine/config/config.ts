import type { Options, OptionValues } from "../rule/options.ts";
import type { Preset, Rule, Severity } from "../rule/rule.ts";
import type { Globs } from "../settings/globs.ts";
import { defaultSettings, type Settings, settingShapes } from "../settings/settings.ts";
import { applyPatch } from "../settings/shape.ts";
import type { Baseline } from "./baseline.ts";
import type { Layer, PresetName, RuleChoice, RuleChoices } from "./choices.ts";
import { everywhere, type Override } from "./override.ts";

/** The configuration from files, editor settings and the command line. */
export interface Config {
  readonly preset: PresetName;
  readonly rules: RuleChoices;
  readonly settings: Settings;
  /** Files to skip. */
  readonly exclude: Globs;
  /** Whether unedited files (vendored, test data, generated, released) get findings too. */
  readonly vendored: boolean;
  /** Changes for some files or resources, in order. */
  readonly overrides: readonly Override[];
  /** Rules that the configuration defines. */
  readonly customRules: readonly Rule[];
  /** Existing findings that are not reported. */
  readonly baseline: Baseline | undefined;
}

/** The part of a configuration that layers can change. */
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

/** A rule that is on, with its severity and options. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly options: OptionValues<Options>;
  /**
   * The severity of findings about settings that node components need, or that a Pod for a shell can do without, if it
   * is lower than the rule's own. In `recommended`, there is no such finding. Undefined if the user set a severity or a
   * standard applies.
   */
  readonly ofNodes: "information" | "off" | undefined;
  /** The settings that it runs with, if they differ from those of the file. */
  readonly settings?: Settings;
}

/** The rules that are on if no override applies. */
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
    const severity = chosen ?? rule.severity;
    return [{ rule, severity, options, ofNodes: chosen ? undefined : severityOfNodes(config.preset) }];
  });
}

function severityOfNodes(preset: PresetName): ActiveRule["ofNodes"] {
  if (standards.has(preset)) return undefined;
  return preset === "recommended" ? "off" : "information";
}

/** Presets that report exactly what a standard or another tool reports. */
const standards: ReadonlySet<PresetName> = new Set([
  "pod-security-baseline",
  "pod-security-restricted",
  "kube-linter",
]);

/** Applies a layer on top of a configuration and on top of all of its overrides. */
export function laidOver(config: Config, layer: Layer): Config {
  const { overrides } = config;
  return {
    ...config,
    ...withLayer(config, layer),
    overrides: overrides.length === 0 ? [] : [...overrides, { where: everywhere, ...layer }],
  };
}

/** Applies a layer. Keys that it does not set stay unchanged. */
export function withLayer({ preset, rules, settings }: Layered, layer: Layer): Layered {
  return {
    preset: layer.preset ?? preset,
    rules: mergedRules(rules, layer.rules),
    settings: applyPatch(settings, layer.settings, settingShapes),
  };
}

/** Setting a severity keeps the options, and setting options keeps the severity. */
function mergedRules(below: RuleChoices, above: RuleChoices): RuleChoices {
  const merged: Record<string, RuleChoice> = { ...below };
  for (const [id, choice] of Object.entries(above)) {
    const before = below[id];
    const options = { ...before?.options, ...choice.options };
    // Setting only the options of a rule keeps the severity from the levels below.
    const severity = choice.severity ?? before?.severity ?? "default";
    merged[id] = { severity, ...(Object.keys(options).length > 0 && { options }) };
  }
  return merged;
}

/** `strict` includes `recommended`; `all` includes every rule. */
export function isInPreset(rule: Rule, preset: PresetName): boolean {
  if (preset === "all") return true;
  if (rule.presets.includes(preset as Preset)) return true;
  return preset === "strict" && rule.presets.includes("recommended");
}

/** Every option of a rule: the user's value, else the preset's, else the default. */
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
