import type { Severity } from "../rule/rule.ts";
import type { SettingsPatch } from "../settings/settings.ts";

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

/** `default` turns a rule on with its own severity. Without a severity, only the options are set. */
export interface RuleChoice {
  readonly severity?: Severity | "off" | "default" | undefined;
  readonly options?: { readonly [name: string]: unknown };
}

/** A partial configuration that is applied on top of another one. Keys that it does not set stay unchanged. */
export interface Layer {
  readonly preset: PresetName | undefined;
  readonly rules: RuleChoices;
  readonly settings: SettingsPatch;
}

/** Whether a string is the name of a preset. */
export function isPreset(text: string): text is PresetName {
  return (presets as readonly string[]).includes(text);
}
