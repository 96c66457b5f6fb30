import type { Options, OptionValues } from "../lint/options.ts";
import type { Preset, Rule, Severity } from "../lint/rule.ts";
import { defaultSettings, type Settings } from "./settings.ts";

export const presets = [
  "recommended",
  "strict",
  "all",
  "pod-security-baseline",
  "pod-security-restricted",
  "kube-linter",
] as const;
export type PresetName = (typeof presets)[number];

export const severities = ["error", "warning", "information", "hint"] as const;

/** What a user chose, from a file, from editor settings or from the command line. */
export interface Config {
  readonly preset: PresetName;
  readonly rules: { readonly [id: string]: RuleChoice };
  readonly settings: Settings;
  /** Globs of paths that are not looked at. */
  readonly exclude: readonly string[];
}

/** `default` switches a rule on with its own severity. */
export interface RuleChoice {
  readonly severity?: Severity | "off" | "default";
  readonly options?: { readonly [name: string]: unknown };
}

export const defaultConfig: Config = {
  preset: "recommended",
  rules: {},
  settings: defaultSettings,
  exclude: [],
};

/** A rule that is on, with the severity and the options it runs with. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly options: OptionValues<Options>;
  /** What it runs with, where that is not what the file's configuration says. */
  readonly settings?: Settings;
}

/** The rules that a configuration switches on. */
export function activeRules(registry: readonly Rule[], config: Config): readonly ActiveRule[] {
  return registry.flatMap((rule) => {
    const choice = config.rules[rule.id];
    if (choice?.severity === "off") return [];
    if (choice?.severity === undefined && !isInPreset(rule, config.preset)) return [];
    const severity =
      choice?.severity === undefined || choice.severity === "default" ? rule.severity : choice.severity;
    return [{ rule, severity, options: optionValues(rule, config.preset, choice?.options) }];
  });
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
