/** The cost of each rule, measured in one process while all rules run. */
import { defaultConfig, rules } from "../engine/index.ts";
import { Linter } from "../engine/linter.ts";
import type { Rule } from "../engine/rule/rule.ts";
import type { Manifest } from "./generate.ts";

/** A Markdown table of the most expensive rules. */
export function rulesTable(manifests: readonly Manifest[], dearest: number): string {
  const timeByRule = new Map<string, number>();
  const config = { ...defaultConfig, preset: "all" } as const;
  const linter = new Linter(
    rules.map((rule) => watched(rule, timeByRule)),
    () => config,
  );
  const files = manifests.map(({ text }, at) => ({ uri: `file:///bench/${at}.yaml`, text }));
  const start = performance.now();
  for (const { uri, text } of files) linter.setFile(uri, text);
  const readTime = performance.now() - start;
  for (const { uri } of files) linter.findings(uri);
  const total = performance.now() - start;
  const sum = [...timeByRule.values()].reduce((a, b) => a + b, 0);
  const rows = [...timeByRule].sort(([, a], [, b]) => b - a).slice(0, dearest);
  const line = (name: string, time: number) =>
    `| ${name} | ${((time * 1000) / files.length).toFixed(1)} µs | ${((time / total) * 100).toFixed(1)} % |`;
  return [
    "| part of linting | per manifest | share |",
    "| --- | ---: | ---: |",
    line("reading: YAML, resources, facts", readTime),
    line(`all ${rules.length} rules`, sum),
    ...rows.map(([id, time]) => line(`\`${id}\``, time)),
  ].join("\n");
}

/** The same rule, with its time for selecting and checking subjects added up. */
function watched(rule: Rule, timeByRule: Map<string, number>): Rule {
  const timed = <Answer>(work: () => Answer): Answer => {
    const start = performance.now();
    const answer = work();
    timeByRule.set(rule.id, (timeByRule.get(rule.id) ?? 0) + performance.now() - start);
    return answer;
  };
  return {
    ...rule,
    on: {
      ...rule.on,
      select: (candidate: never) => timed(() => rule.on.select(candidate)),
    } as Rule["on"],
    check: (subject, context) => timed(() => [...rule.check(subject, context)]),
  };
}
