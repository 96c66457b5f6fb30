import { type PresetName, presets } from "../../../engine/config/choices.ts";
import { type Config, defaultConfig } from "../../../engine/config/config.ts";
import type { Finding } from "../../../engine/lint/finding.ts";
import type { FixClass } from "../../../engine/rule/rule.ts";

/** The default configuration with each preset. */
export const configs = Object.fromEntries(
  presets.map((preset) => [preset, { ...defaultConfig, preset }]),
) as Readonly<Record<PresetName, Config>>;

/** Whether a finding claims that the API server rejects the object. */
export function claimsRejection({ severity, message }: Finding): boolean {
  return severity === "error" || /API server (?:rejects|refuses)|\b(?:is|are) rejected\b/.test(message);
}

/** The fix classes to test with a preset: every safe fix is also in the preset `all`, so it is tested there. */
export function classesOf(preset: PresetName): readonly (readonly FixClass[])[] {
  return preset === "all" ? [["safe"], ["safe", "review"]] : [["safe", "review"]];
}
