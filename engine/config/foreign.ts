import { Value } from "../kubernetes/value.ts";
import type { Rule } from "../rule/rule.ts";
import { parseYaml } from "../yaml/parse.ts";
import { type ConfigOptions, type ParsedConfig, parseConfig } from "./file.ts";
import { readKubeLinter } from "./kube-linter.ts";
import { migratedText } from "./migrated.ts";
import { readPolaris } from "./polaris.ts";
import type { ConfigProblem } from "./reader.ts";

/** A configuration of another tool, converted to ours. */
export interface MigratedConfig {
  readonly tool: "KubeLinter" | "Polaris";
  /** The text of an equivalent `.kubewright.yaml`. */
  readonly text: string;
  readonly problems: readonly ConfigProblem[];
  /** The parts that could not be converted, as sentences without a final period. */
  readonly notes: readonly string[];
}

/**
 * Converts a configuration of KubeLinter or Polaris; `undefined` for any other text.
 *
 * @param name of the file
 */
export function migrateConfig(
  text: string,
  name: string,
  registry: readonly Rule[],
): MigratedConfig | undefined {
  const tree = parseYaml(text, "any");
  const root = new Value(tree, tree.root, []);
  const checks = root.at("checks")?.entries() ?? [];
  const isPolaris =
    checks.some(({ value }) => /^(?:danger|warning|ignore)$/.test(value.string ?? "")) ||
    root.at("exemptions") !== undefined;
  const isKubeLinter = root.at("checks") !== undefined || root.at("customChecks") !== undefined;
  if (!isPolaris && !isKubeLinter && !name.includes("kube-linter")) return undefined;
  const migrated = isPolaris ? readPolaris(text, registry) : readKubeLinter(text, registry);
  return {
    tool: isPolaris ? "Polaris" : "KubeLinter",
    text: migratedText(migrated),
    problems: migrated.problems,
    notes: migrated.notes,
  };
}

/** Reads a `.kube-linter.yaml` as a configuration. */
export function parseKubeLinterConfig(
  text: string,
  registry: readonly Rule[],
  options: ConfigOptions,
): ParsedConfig & { readonly notes: readonly string[] } {
  const migrated = readKubeLinter(text, registry);
  const { config } = parseConfig(migratedText({ ...migrated, notes: [] }), registry, options);
  return { config, problems: migrated.problems, notes: migrated.notes };
}
