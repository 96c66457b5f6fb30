import { Value } from "../kubernetes/value.ts";
import type { Rule } from "../rule/rule.ts";
import { parseYaml } from "../yaml/parse.ts";
import { defaultChecks, kindsOf, partsOf, templateOf } from "./kube-linter-checks.ts";
import { templateExpression } from "./kube-linter-templates.ts";
import { inOneLine, type Migrated, type MigratedOverride, type MigratedRule, unchanged } from "./migrated.ts";
import { didYouMean, Reader } from "./reader.ts";

const tool = "kube-linter";

/**
 * Converts a KubeLinter configuration: the preset `kube-linter` with the same checks on and off.
 * Source: https://docs.kubelinter.io/#/configuring-kubelinter
 */
export function readKubeLinter(text: string, registry: readonly Rule[]): Migrated {
  const reader = new Reader();
  const tree = parseYaml(text, "any");
  for (const { message, start, end } of tree.problems) reader.sayAt({ start, end }, message);
  const root = new Value(tree, tree.root, []);
  if (!root.isNull && !root.isMap) reader.say(root, "The configuration must be a mapping");
  reader.allow(root.isMap ? root : undefined, ["checks", "customChecks"]);
  const checks = root.at("checks");
  reader.allow(checks, ["addAllBuiltIn", "doNotAutoAddDefaults", "include", "exclude", "ignorePaths"]);
  const custom = root.at("customChecks");
  if (custom && !custom.isSequence && !custom.isNull)
    reader.say(custom, "customChecks must be a list of mappings");
  const excluded = new Set(stringsAt(checks, "exclude", reader));
  const customChecks = (custom?.items() ?? []).filter(
    (check) => !excluded.has(check.at("name")?.string ?? ""),
  );
  const enabled = enabledChecks(checks, excluded, customChecks, reader);
  const notes: string[] = [];
  const rules = choicesOf(enabled, registry, notes);
  const customRules: MigratedRule[] = [];
  const overrides: MigratedOverride[] = customChecks.flatMap((check) => {
    const rule = customRuleOf(check, registry);
    if (rule && !simpleLabelOf(check)) {
      customRules.push(rule);
      return [];
    }
    return customCheck(check, registry, notes);
  });
  overrides.push(...scopedChecks(enabled, rules));
  const everywhere = overrides.filter(({ where }) => where.size === 0);
  for (const override of everywhere) for (const [id, choice] of override.rules) rules.set(id, choice);
  const labels = new Map(everywhere.flatMap((override) => [...override.labels]));
  return {
    ...unchanged,
    preset: "kube-linter",
    rules,
    labels,
    exclude: ignoredPaths(stringsAt(checks, "ignorePaths", reader), notes),
    overrides: overrides.filter(({ where }) => where.size > 0),
    customRules,
    problems: reader.problems,
    notes: notes.map(inOneLine),
  };
}

/** In KubeLinter's order: defaults, all, included, minus excluded. */
function enabledChecks(
  checks: Value | undefined,
  excluded: ReadonlySet<string>,
  customChecks: readonly Value[],
  reader: Reader,
): ReadonlySet<string> {
  const flag = (name: string) => {
    const value = checks?.at(name);
    return value ? reader.flag(value) === true : false;
  };
  const enabled = new Set<string>(flag("doNotAutoAddDefaults") ? [] : defaultChecks);
  if (flag("addAllBuiltIn")) for (const check of [...templateOf.keys()]) enabled.add(check);
  const ownNames = customChecks.map((check) => check.at("name")?.string ?? "");
  for (const item of checks?.at("include")?.items() ?? []) {
    const name = item.string;
    if (name === undefined || excluded.has(name) || ownNames.includes(name)) continue;
    if (!templateOf.has(name)) {
      const near = didYouMean(name, [...templateOf.keys()]);
      reader.say(item, `KubeLinter has no check "${name}"${near ? `; did you mean "${near}"?` : ""}`);
    }
    enabled.add(name);
  }
  for (const name of excluded) enabled.delete(name);
  return enabled;
}

/** The differences from the preset, by rule. */
function choicesOf(
  enabled: ReadonlySet<string>,
  registry: readonly Rule[],
  notes: string[],
): Map<string, string> {
  const choices = new Map<string, string>();
  const knownChecks = new Set<string>();
  for (const rule of registry) {
    const checks = rule.peers?.[tool] ?? [];
    for (const check of checks) knownChecks.add(check);
    const choice = checks.length === 0 ? undefined : choiceOf(rule, checks, enabled);
    if (choice !== undefined) choices.set(rule.id, choice);
  }
  const missingChecks = [...enabled].filter((check) => templateOf.has(check) && !knownChecks.has(check));
  if (missingChecks.length > 0) notes.push(`Kubewright has no rule for ${missingChecks.sort().join(", ")}`);
  return choices;
}

/** How the choice for a rule with these checks differs from the preset; `undefined` if it does not. */
function choiceOf(
  { id, presets }: Rule,
  checks: readonly string[],
  enabled: ReadonlySet<string>,
): string | undefined {
  const isInPreset = presets.includes(tool);
  const on = checks.filter((check) => enabled.has(check));
  if (on.length === 0) return isInPreset ? "off" : undefined;
  const isAsByDefault = checks.every((check) => enabled.has(check) === defaultChecks.has(check));
  const part = isAsByDefault ? undefined : partialChoice(id, on);
  return part ?? (isInPreset ? undefined : "on");
}

/** The choice that limits a rule to some of its checks; `undefined` if the rule has no option for that. */
function partialChoice(id: string, checks: readonly string[]): string | undefined {
  const parts = checks.flatMap((check) => partsOf.get(check) ?? []).filter(({ rule }) => rule === id);
  const [first] = parts;
  return first && `{ options: { ${first.option}: [${parts.map(({ value }) => value).join(", ")}] } }`;
}

/** Built-in checks that cover fewer kinds than the equivalent rules. The rules are limited to these kinds. */
function scopedChecks(enabled: ReadonlySet<string>, rules: Map<string, string>): readonly MigratedOverride[] {
  const scoped = (
    check: string,
    kinds: readonly string[],
    labels: MigratedOverride["labels"],
    ...ids: string[]
  ) => {
    if (!enabled.has(check)) return [];
    const choices = ids.map(
      (id) => [id, id === "annotation-required-missing" ? emailAnnotation : "on"] as const,
    );
    for (const id of ids) rules.delete(id);
    return [{ where: new Map([["kinds", kinds]]), rules: new Map(choices), labels }];
  };
  const workloads = kindsOf("DeploymentLike");
  return [
    ...scoped("required-annotation-email", workloads, new Map(), "annotation-required-missing"),
    ...scoped("required-label-owner", workloads, new Map([["owner", ["*"]]]), "label-required-missing"),
    ...scoped(
      "use-namespace",
      [...workloads, "Service"],
      new Map(),
      "namespace-default",
      "namespace-missing",
    ),
  ];
}

/** Source: https://docs.kubelinter.io/#/generated/checks?id=required-annotation-email */
const emailAnnotation = "{ options: { annotations: [email] } }";

/** A label with a plain list of values that a check requires, which `labels.required` can express; `undefined` otherwise. */
function simpleLabelOf(check: Value): readonly [key: string, values: readonly string[]] | undefined {
  if (check.at("template")?.string !== "required-label") return undefined;
  const key = check.at("params", "key")?.string;
  const values = valuesOf(check.at("params", "value")?.string);
  return key !== undefined && /^[\w./-]+$/.test(key) && values ? [key, values] : undefined;
}

/** The kinds that a check applies to, with `*` for any kind. Empty if the check does not specify them. */
function scopeOf(check: Value): readonly string[] {
  return (check.at("scope", "objectKinds")?.items() ?? []).flatMap((item) => kindsOf(item.string ?? ""));
}

/** The rule id for the name of a check; empty if no character of the name can be used. */
function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 60)
    .replace(/-$/, "");
}

/** A custom check as a custom rule, if its template has parameters; `undefined` otherwise. */
function customRuleOf(check: Value, registry: readonly Rule[]): MigratedRule | undefined {
  const name = check.at("name")?.string ?? "";
  const expressed = templateExpression(check.at("template")?.string ?? "", check.at("params"));
  const slug = slugOf(name);
  if (!expressed || slug === "") return undefined;
  const isTaken = registry.some(({ id }) => id === slug);
  const scope = scopeOf(check);
  const inScope = (kind: string) => scope.length === 0 || scope.includes("*") || scope.includes(kind);
  // A check whose scope excludes the kinds of its template checks nothing.
  if (expressed.kinds.length > 0 && !expressed.kinds.some(inScope)) return undefined;
  const kinds =
    expressed.kinds.length > 0 ? expressed.kinds.filter(inScope) : scope.filter((kind) => kind !== "*");
  return {
    ...expressed,
    id: isTaken ? `${slug}-here` : slug,
    kinds,
    summary: inOneLine(check.at("description")?.string ?? `Check ${name} flags this object`),
    why: inOneLine(check.at("remediation")?.string ?? ""),
  };
}

/** A custom check whose template is equivalent to a rule. */
function customCheck(check: Value, registry: readonly Rule[], notes: string[]): readonly MigratedOverride[] {
  const name = check.at("name")?.string ?? "without a name";
  const template = check.at("template")?.string ?? "";
  const where = new Map<string, readonly string[]>();
  const kinds = scopeOf(check);
  if (kinds.length > 0 && !kinds.includes("*")) where.set("kinds", kinds);
  const params = check.at("params")?.entries() ?? [];
  const label = simpleLabelOf(check);
  if (label) return [{ where, rules: new Map([["label-required-missing", "on"]]), labels: new Map([label]) }];
  const checks = [...templateOf]
    .filter(([, builtInTemplate]) => builtInTemplate === template)
    .map(([id]) => id);
  const rules = registry.filter(({ peers }) => peers?.[tool]?.some((id) => checks.includes(id)));
  if (rules.length > 0 && params.length === 0)
    return [{ where, rules: new Map(rules.map(({ id }) => [id, "on"])), labels: new Map() }];
  const reason =
    rules.length > 0
      ? `because of its parameters; see the options of ${rules.map(({ id }) => id).join(", ")}`
      : "";
  notes.push(`Custom check ${name} (${template || "no template"}) was not converted ${reason}`.trimEnd());
  return [];
}

/** The values that a simple pattern matches; `undefined` if it is more than a list of alternatives. */
function valuesOf(pattern: string | undefined): readonly string[] | undefined {
  if (pattern === undefined || pattern === "" || pattern === ".*" || pattern === ".+") return ["*"];
  const [, inner = ""] = /^\^?\(?([\w.|-]+)\)?\$?$/.exec(pattern) ?? [];
  return inner === "" || inner.includes(".") ? undefined : inner.split("|");
}

/** KubeLinter matches whole paths relative to the current folder, which contains the configuration. */
function ignoredPaths(paths: readonly string[], notes: string[]): readonly string[] {
  return paths.flatMap((path) => {
    const below = path.replace(/^\/(?=\*\*)/, "").replace(/^\.\//, "");
    if (/^[/~]|^\.\./.test(below)) {
      notes.push(`ignorePaths: ${path} is outside this folder`);
      return [];
    }
    return [below.includes("/") ? below : `/${below}`];
  });
}

function stringsAt(map: Value | undefined, name: string, reader: Reader): readonly string[] {
  const value = map?.at(name);
  return value === undefined || value.isNull ? [] : reader.strings(value);
}
