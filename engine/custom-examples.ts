import { type Config, defaultConfig } from "./config/config.ts";
import { readFile } from "./lint/file.ts";
import { Linter } from "./linter.ts";
import type { Rule } from "./rule/rule.ts";

/** An example that a rule does not treat as it says. */
interface CustomRuleFailure {
  readonly rule: string;
  /** What failed, in one sentence; the example is named by its kind and number, counted from 1. */
  readonly message: string;
}

const uri = "example:///example.yaml";

/**
 * Tests custom rules with their examples: bad ones must be reported, and fixed if there is a fix; good ones must not be
 * reported.
 */
export function testCustomRules({ customRules }: Pick<Config, "customRules">): {
  readonly examples: number;
  readonly failures: readonly CustomRuleFailure[];
} {
  const failures = customRules.flatMap((rule) =>
    failuresOf(rule).map((message) => ({ rule: rule.id, message })),
  );
  const examples = customRules.reduce(
    (sum, { custom }) => sum + custom!.examples.good.length + custom!.examples.bad.length,
    0,
  );
  return { examples, failures };
}

function failuresOf(rule: Rule): readonly string[] {
  const { good, bad } = rule.custom!.examples;
  if (good.length === 0 || bad.length === 0) return ["needs at least one good and one bad example"];
  return [
    ...good.flatMap(
      (text, at) => unsound(text, `good example ${at + 1}`) ?? failureOfGood(rule, text, at + 1),
    ),
    ...bad.flatMap((text, at) => unsound(text, `bad example ${at + 1}`) ?? failureOfBad(rule, text, at + 1)),
  ];
}

/** Why an example cannot be used. */
function unsound(text: string, name: string): readonly string[] | undefined {
  const { entries, kubernetes } = readFile(uri, text);
  const [problem] = entries.flatMap(({ entry }) => entry.document.problems);
  if (problem) return [`${name} is not valid YAML: ${problem.message}`];
  return kubernetes ? undefined : [`${name} contains no Kubernetes object`];
}

function failureOfGood(rule: Rule, text: string, at: number): readonly string[] {
  const [finding] = linterOf(rule, text).findings(uri);
  return finding ? [`good example ${at} is reported: ${finding.message}`] : [];
}

function failureOfBad(rule: Rule, text: string, at: number): readonly string[] {
  const linter = linterOf(rule, text);
  const found = linter.findings(uri);
  // If the expression cannot be evaluated, the result is unknown.
  const unknown = found.find(({ origin }) => (origin.hit.hit.data as { unknown?: boolean }).unknown);
  if (unknown) return [`bad example ${at}: ${unknown.message}`];
  if (found.length === 0) return [`bad example ${at} is not reported`];
  const { fixClasses: classes = [] } = rule;
  if (classes.length === 0) return [];
  const request = { classes, rules: [rule.id] };
  const fixed = linter.fixAll(uri, request).text;
  if (fixed === text) return [`the fix changes nothing in bad example ${at}`];
  const after = linterOf(rule, fixed);
  const broken = unsound(fixed, `bad example ${at} after the fix`);
  if (broken) return broken;
  if (after.findings(uri).length > 0) return [`bad example ${at} is still reported after the fix`];
  return after.fixAll(uri, request).text === fixed ? [] : [`a second fix changes bad example ${at} again`];
}

/** A linter with this rule and an example. */
function linterOf(rule: Rule, text: string): Linter {
  // Check an example as written, even if it is not a complete object.
  const config = { ...defaultConfig, preset: "kube-linter" as const, customRules: [rule] };
  const linter = new Linter([], () => config);
  linter.setFile(uri, text);
  return linter;
}
