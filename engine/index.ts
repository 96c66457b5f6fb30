/** The only door to the engine: text goes in, findings and edits come out. */
import { type Config, isInPreset, presets, severities } from "./config/config.ts";
import { type ParsedConfig, parseConfig as parseWith } from "./config/file.ts";
import { splitStream } from "./documents/stream.ts";
import type { Rule } from "./lint/rule.ts";
import { type ConfigOf, Linter, type TextOf } from "./linter.ts";
import { rules } from "./rules/index.generated.ts";

/**
 * A linter with all rules. Without `configOf` every file has the default configuration, and without `textOf` no fix
 * reaches a file that the linter does not hold.
 */
export function createLinter(configOf?: ConfigOf, textOf?: TextOf): Linter {
  return new Linter(rules, configOf, textOf);
}

/**
 * Reads the text of a `.kubewright.yaml`. Never throws: what is not understood is a problem with its place.
 *
 * @param base what holds where the text says nothing, by default `defaultConfig`
 */
export function parseConfig(text: string, base?: Config): ParsedConfig {
  return parseWith(text, rules, base);
}

/** Where each document of a file starts, in its order: what the offsets of a related place count from. */
export function documentStarts(text: string): readonly number[] {
  return splitStream(text).map(({ start }) => start);
}

/** The names of the presets that hold a rule. */
export function presetsOf(rule: Rule): readonly string[] {
  return presets.filter((preset) => isInPreset(rule, preset));
}

export { defaultConfig, type RuleChoice } from "./config/config.ts";
export { type ConfigProblem, didYouMean, isPreset, type ParsedConfig } from "./config/file.ts";
export { isDockerfile } from "./documents/dockerfile-name.ts";
export type { Completion, Completions } from "./features/completion.ts";
export type {
  CredentialsFact,
  FoundFact,
  ImageCard,
  ImageFact,
  ImageVariant,
  SupportFact,
} from "./features/image-card.ts";
export type { BuiltFix, FileEdits, Finding, RelatedPlace } from "./finding.ts";
export { isAppliedUnasked } from "./fix/build.ts";
export {
  type ImagePlatform,
  type ImageQuestion,
  questionKey,
  type RegistryAnswer,
} from "./images/registry.ts";
export { formatSize } from "./images/sizes.ts";
export type { FixClass, Rule, Severity } from "./lint/rule.ts";
export type { ConfigOf, FixAllRequest, Linter } from "./linter.ts";
export { type LineTable, lineTable } from "./text/lines.ts";
export type { Config };
export { presets, rules, severities };
