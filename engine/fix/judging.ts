import { rulesOfLevel } from "../config/namespace-level.ts";
import { readFile } from "../lint/file.ts";
import { type FixRun, type RunContext, runRule } from "../lint/run.ts";
import { asksOthers, type MeetsLevel, type Rule } from "../rule/rule.ts";
import type { Reach } from "./companions.ts";

/** The context of fixes. Their checks do not depend on which rules the configuration turns on. */
export function fixRun(registry: readonly Rule[], run: RunContext, reach: Reach): FixRun {
  return { ...run, meetsLevel: podLevels(registry, run, reach), accepts: acceptsManifest(registry, run) };
}

/** Checks workloads against the rules that make up a Pod Security level. */
function podLevels(registry: readonly Rule[], run: RunContext, { fileOf }: Reach): MeetsLevel {
  const verdicts = new Map<string, boolean | undefined>();
  return (place, level) => {
    const key = `${place.uri} ${place.document} ${place.start} ${level}`;
    if (!verdicts.has(key)) verdicts.set(key, judge());
    return verdicts.get(key);

    function judge(): boolean | undefined {
      const { uri, document, start } = place;
      const resources = fileOf(uri)?.entries[document]?.entry.resources;
      const resource = resources?.find(({ anchor }) => anchor.token.start === start);
      if (!resource) return undefined;
      const { settings } = run;
      const config = { preset: "recommended", rules: {}, settings } as const;
      const rules = rulesOfLevel(registry, config, level, settings.kubernetesVersion);
      if (rules.length === 0) return undefined;
      return rules.every(
        (active) => runRule(active, "resource", resource, resource, { ...run, uri, document }).length === 0,
      );
    }
  };
}

/** Checks a new manifest against the rules that report errors and need only one object. */
function acceptsManifest(registry: readonly Rule[], run: RunContext): FixRun["accepts"] {
  const errors = registry
    .filter((rule) => rule.severity === "error" && !asksOthers(rule) && rule.on.of === "resource")
    .map((rule) => {
      const options = Object.entries(rule.options ?? {}).map(([name, option]) => [name, option.default]);
      return { rule, severity: rule.severity, options: Object.fromEntries(options), ofNodes: undefined };
    });
  return (text) =>
    readFile(run.uri, text).entries.every(({ entry }, document) =>
      entry.resources.every((resource) =>
        errors.every((active) =>
          runRule(active, "resource", resource, resource, { ...run, document }).every(
            (hit) => hit.active.severity !== "error",
          ),
        ),
      ),
    );
}
