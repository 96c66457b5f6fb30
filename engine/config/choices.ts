import type { Severity } from "../lint/rule.ts";
import type { SettingsPatch } from "./settings.ts";

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

export type RuleChoices = { readonly [id: string]: RuleChoice };

/** `default` switches a rule on with its own severity; without a severity only options are chosen. */
export interface RuleChoice {
  readonly severity?: Severity | "off" | "default" | undefined;
  readonly options?: { readonly [name: string]: unknown };
}

/** A part of a configuration that is laid over another one; what it does not say stays as it is. */
export interface Layer {
  readonly preset: PresetName | undefined;
  readonly rules: RuleChoices;
  readonly settings: SettingsPatch;
}

/** Whether a text names a preset. */
export function isPreset(text: string): text is PresetName {
  return (presets as readonly string[]).includes(text);
}
