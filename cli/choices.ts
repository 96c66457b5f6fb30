import {
  type Baseline,
  type Config,
  didYouMean,
  isPreset,
  laidOver,
  type Rule,
  type RuleChoice,
  rules,
  severities,
} from "../engine/index.ts";
import type { Arguments } from "./arguments.ts";
import { UsageError } from "./problem.ts";

/** Applies the command-line options on top of a configuration. The same input object gives the same output object. */
export type Overlay = (config: Config) => Config;

/**
 * @param customRules the custom rules of the configurations
 * @param baseline takes precedence over the baseline of the configuration
 * @throws UsageError if a rule, severity or version does not exist
 */
export function overlayOf(options: Arguments, customRules: readonly Rule[], baseline?: Baseline): Overlay {
  const preset = options.value("preset");
  const chosen = Object.fromEntries(options.values("rule").map((text) => ruleChoice(text, customRules)));
  if (options.has("pin"))
    chosen["image-digest-missing"] ??= { severity: "default", options: { everywhere: true } };
  const flag = options.has("to") ? "to" : "kubernetes-version";
  const kubernetesVersion = versionOf(options, flag);
  const made = new Map<Config, Config>();
  return (config) => {
    let overlaid = made.get(config);
    if (!overlaid) {
      overlaid = laidOver(config, {
        preset: preset !== undefined && isPreset(preset) ? preset : undefined,
        rules: options.command === "upgrade" ? lifeCycleOf(config) : chosen,
        settings: kubernetesVersion === undefined ? {} : { kubernetesVersion },
      });
      if (baseline) overlaid = { ...overlaid, baseline };
      made.set(config, overlaid);
    }
    return overlaid;
  };
}

/** The linter compares configurations by identity, so the same input must give the same object. */
export function memoized(
  configOf: (uri: string) => Config,
  change: (config: Config) => Config,
): (uri: string) => Config {
  const made = new Map<Config, Config>();
  return (uri) => {
    const config = configOf(uri);
    const changed = made.get(config) ?? change(config);
    made.set(config, changed);
    return changed;
  };
}

/** Reads `ID`, `ID=SEVERITY` or `ID=off`. */
function ruleChoice(text: string, customRules: readonly Rule[]): readonly [string, RuleChoice] {
  const [id = "", severity = "default"] = text.split("=", 2);
  knownRule(id, customRules);
  const allowed = [...severities, "off", "default"] as const;
  const found = allowed.find((candidate) => candidate === severity);
  if (found === undefined) {
    const near = didYouMean(severity, allowed);
    const hint = near ? `; did you mean "${near}"?` : "";
    throw new UsageError(
      `--rule ${id} must be one of ${severities.join(", ")}, off, not "${severity}"${hint}`,
    );
  }
  return [id, { severity: found }];
}

/** @throws UsageError if no rule has this id */
export function knownRule(id: string, customRules: readonly Rule[]): Rule {
  const all = [...rules, ...customRules];
  const rule = all.find((candidate) => candidate.id === id);
  if (rule) return rule;
  const near = didYouMean(
    id,
    all.map((candidate) => candidate.id),
  );
  throw new UsageError(
    `unknown rule "${id}"${near ? `; did you mean "${near}"?` : "; see kubewright rules"}`,
  );
}

/** Only the rules about what versions of Kubernetes remove, whatever the preset, unless the configuration sets them. */
function lifeCycleOf({ rules: configured, customRules }: Config): Readonly<Record<string, RuleChoice>> {
  return Object.fromEntries(
    [...rules, ...customRules].map(({ id, lifeCycle }) => [
      id,
      lifeCycle ? (configured[id] ?? { severity: "default" }) : { severity: "off" },
    ]),
  );
}

/** @throws UsageError if it is not a version */
export function versionOf(
  options: Arguments,
  flag: "kubernetes-version" | "from" | "to",
): string | undefined {
  const text = options.value(flag);
  if (text === undefined) return undefined;
  const found = /^v?(1\.\d+)(?:\.\d+)?$/.exec(text);
  if (!found) throw new UsageError(`--${flag} must be a version such as 1.36, not "${text}"`);
  return found[1];
}
