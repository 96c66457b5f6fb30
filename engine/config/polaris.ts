import { Value } from "../kubernetes/value.ts";
import type { Rule } from "../rule/rule.ts";
import { parseYaml } from "../yaml/parse.ts";
import { inOneLine, type Migrated, type MigratedOverride, unchanged } from "./migrated.ts";
import { Reader } from "./reader.ts";

/** Severities of Polaris and their equivalents here. */
const severities: ReadonlyMap<string, string> = new Map([
  ["danger", "error"],
  ["warning", "warning"],
  ["ignore", "off"],
]);

/**
 * Converts the checks and exemptions of a Polaris configuration to choices of rules.
 * Sources: https://polaris.docs.fairwinds.com/customization/configuration/,
 * https://polaris.docs.fairwinds.com/customization/exemptions/
 */
export function readPolaris(text: string, registry: readonly Rule[]): Migrated {
  const reader = new Reader();
  const tree = parseYaml(text, "any");
  for (const { message, start, end } of tree.problems) reader.sayAt({ start, end }, message);
  const root = new Value(tree, tree.root, []);
  const rules = new Map<string, string>();
  const unknownChecks: string[] = [];
  for (const { name, value } of root.at("checks")?.entries() ?? []) {
    const severity = severities.get(value.string ?? "");
    const ours = rulesFor(name, registry);
    if (severity === undefined) continue;
    if (ours.length === 0 && severity !== "off") unknownChecks.push(name);
    for (const id of ours) rules.set(id, moreSevere(rules.get(id), severity));
  }
  const notes = unknownChecks.length > 0 ? [`Kubewright has no rule for ${unknownChecks.join(", ")}`] : [];
  if ((root.at("customChecks")?.entries().length ?? 0) > 0) notes.push("customChecks were not converted");
  const overrides = (root.at("exemptions")?.items() ?? []).flatMap((item) =>
    exemption(item, registry, notes),
  );
  return { ...unchanged, rules, overrides, problems: reader.problems, notes: notes.map(inOneLine) };
}

function exemption(item: Value, registry: readonly Rule[], notes: string[]): readonly MigratedOverride[] {
  const strings = (name: string) => (item.at(name)?.items() ?? []).flatMap(({ string }) => string ?? []);
  if (strings("containerNames").length > 0) {
    notes.push(
      `The exemption of ${strings("containerNames").join(", ")} was not converted, because overrides cannot select containers`,
    );
    return [];
  }
  const namespace = item.at("namespace")?.string;
  const names = strings("controllerNames");
  const where = new Map<string, readonly string[]>();
  if (namespace) where.set("namespaces", [namespace]);
  // A name is a prefix of controller names.
  if (names.length > 0)
    where.set(
      "names",
      names.map((name) => `${name}*`),
    );
  if (where.size === 0) return [];
  const checks = strings("rules");
  const rules = registry.filter(({ peers }) =>
    checks.length === 0 ? peers?.polaris : checks.some((check) => peers?.polaris?.includes(check)),
  );
  if (rules.length === 0) return [];
  return [{ where, rules: new Map(rules.map(({ id }) => [id, "off"])), labels: new Map() }];
}

function rulesFor(check: string, registry: readonly Rule[]): readonly string[] {
  return registry.filter(({ peers }) => peers?.polaris?.includes(check)).map(({ id }) => id);
}

/** Two Polaris checks can be one rule here. The rule is on if either of them is. */
function moreSevere(first: string | undefined, second: string): string {
  const order = ["error", "warning", "off"];
  return first !== undefined && order.indexOf(first) < order.indexOf(second) ? first : second;
}
