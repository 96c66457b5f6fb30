/** The only door to the engine: text goes in, findings and edits come out. */
import { type Baseline, baselineName, formatBaseline, keyText, parseBaseline } from "./config/baseline.ts";
import { presets, severities } from "./config/choices.ts";
import { type Config, isInPreset } from "./config/config.ts";
import { type ConfigOptions, type ParsedConfig, parseConfig as parseWith } from "./config/file.ts";
import {
  type MigratedConfig,
  migrateConfig as migrateWith,
  parseKubeLinterConfig as parseKubeLinterWith,
} from "./config/foreign.ts";
import { splitStream } from "./documents/stream.ts";
import type { Completions } from "./features/completion.ts";
import { configCompletions as completeConfig } from "./features/config-completion.ts";
import { type ConfigKeyCard, configKeyAt as explainConfig } from "./features/config-hover.ts";
import { keysOfFinding } from "./lint/baselined.ts";
import type { Surroundings } from "./lint/files.ts";
import type { Finding } from "./lint/finding.ts";
import type { ConfigOf } from "./lint/findings.ts";
import { Linter } from "./linter.ts";
import type { Rule } from "./rule/rule.ts";
import { rules } from "./rules/index.generated.ts";
import { globsMatch } from "./settings/globs.ts";

/**
 * A linter with all rules. Without `configOf` every file has the default configuration, and without `surroundings`
 * no fix reaches a file that the linter does not hold, or makes one.
 */
export function createLinter(configOf?: ConfigOf, surroundings?: Surroundings): Linter {
  return new Linter(rules, configOf, surroundings);
}

/** Reads the text of a `.kubewright.yaml`. Never throws: what is not understood is a problem with its place. */
export function parseConfig(text: string, options?: ConfigOptions): ParsedConfig {
  return parseWith(text, rules, options);
}

/** Reads the text of a `.kube-linter.yaml` as it is. Never throws; what has no meaning here is a note. */
export function parseKubeLinterConfig(
  text: string,
  options: ConfigOptions,
): ParsedConfig & { readonly notes: readonly string[] } {
  return parseKubeLinterWith(text, rules, options);
}

/**
 * Says in our terms what a configuration of KubeLinter or Polaris says; `undefined` for any other text.
 *
 * @param name of its file
 */
export function migrateConfig(text: string, name: string): MigratedConfig | undefined {
  return migrateWith(text, name, rules);
}

/** Whether files that people do not edit get findings. KubeLinter checks all files. */
export function reportsUnedited({ vendored, preset }: Pick<Config, "vendored" | "preset">): boolean {
  return vendored || preset === "kube-linter";
}

/** Whether a configuration excludes a file. */
export function isExcluded({ exclude }: Config, uri: string): boolean {
  return globsMatch(exclude, uri);
}

/**
 * The text of a baseline that knows some findings.
 *
 * @param files findings by the file's path from the folder that the baseline stands in
 * @param kept what an older baseline says of files that were not looked at
 */
export function baselineText(
  files: ReadonlyMap<string, readonly Finding[]>,
  kept: Baseline["files"] = new Map(),
): string {
  const counted = new Map(kept);
  for (const [file, findings] of files) {
    const counts = new Map<string, number>();
    for (const key of findings.flatMap(keysOfFinding).map(keyText)) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    counted.set(file, counts);
  }
  return formatBaseline(counted);
}

/** What could be written at an offset of the text of a `.kubewright.yaml`. */
export function configCompletions(text: string, offset: number): Completions | undefined {
  return completeConfig(text, offset, rules);
}

/** The key that stands at an offset of the text of a `.kubewright.yaml`, explained. */
export function configKeyAt(text: string, offset: number): ConfigKeyCard | undefined {
  return explainConfig(text, offset, rules);
}

/** Where each document of a file starts, in its order: what the offsets of a related place count from. */
export function documentStarts(text: string): readonly number[] {
  return splitStream(text).map(({ start }) => start);
}

/** The names of the presets that a rule is on in. */
export function presetsOf(rule: Rule): readonly string[] {
  return presets.filter((preset) => rule.custom || isInPreset(rule, preset));
}

export { isPreset, type RuleChoice } from "./config/choices.ts";
export { defaultConfig, laidOver } from "./config/config.ts";
export type { OpenConfig } from "./config/extends.ts";
export type { ParsedConfig } from "./config/file.ts";
export { type ConfigProblem, didYouMean } from "./config/reader.ts";
export { testCustomRules } from "./custom-examples.ts";
export { isDockerfile } from "./documents/dockerfile-name.ts";
export type { Completion, Completions } from "./features/completion.ts";
export type { ConfigKeyCard } from "./features/config-hover.ts";
export type {
  CredentialsFact,
  FoundFact,
  ImageCard,
  ImageFact,
  ImageVariant,
  SupportFact,
} from "./features/image-card.ts";
export { type Survey, survey } from "./features/survey.ts";
export { completionsWhileTyping, isTyped, type Mark, steadyMarks, typedRange } from "./features/typing.ts";
export type { HardenScope } from "./fix/build.ts";
export { isAppliedUnasked } from "./fix/round.ts";
export type { FixedFile, FixedFiles, FixRequest } from "./fix/session.ts";
export {
  type ImagePlatform,
  type ImageQuestion,
  questionKey,
  type RegistryAnswer,
} from "./images/registry.ts";
export { formatSize } from "./images/sizes.ts";
export { hidden } from "./kubernetes/confidential.ts";
export {
  type BuiltFix,
  type FileEdits,
  type Finding,
  type NewFile,
  type RelatedPlace,
  rulesOfFinding,
} from "./lint/finding.ts";
export type { SuppressedFinding } from "./lint/findings.ts";
export { maskedText } from "./lint/masked.ts";
export type { Unedited } from "./lint/unedited.ts";
export type { Linter } from "./linter.ts";
export type { FixClass, Rule, Severity } from "./rule/rule.ts";
export { type Standards, standards } from "./rule/standards.ts";
export { changeBetween, rangeAfter } from "./text/change.ts";
export { type LineTable, lineTable } from "./text/lines.ts";
export { applyEdits, type Range } from "./text/range.ts";
export type { Baseline, Config, ConfigOf, Surroundings };
export { baselineName, parseBaseline, presets, rules, severities };
