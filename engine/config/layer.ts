import type { Value } from "../kubernetes/value.ts";
import { optionProblem } from "../rule/options.ts";
import type { Rule } from "../rule/rule.ts";
import { type SettingsPatch, settingShapes } from "../settings/settings.ts";
import { type Layer, presets, type RuleChoice, type RuleChoices, severities } from "./choices.ts";
import { overrideShapes } from "./keys.ts";
import { parseLabelSelector } from "./label-selector.ts";
import { asksResource, type Override } from "./override.ts";
import { checkOwners } from "./owners.ts";
import { didYouMean, type Reader } from "./reader.ts";

/**
 * Reads preset, rules and settings. The caller has already checked the keys.
 *
 * @param settings the mapping that contains the keys of settings
 */
export function readLayer(
  map: Value,
  settings: Value | undefined,
  registry: readonly Rule[],
  reader: Reader,
): Layer {
  const preset = map.at("preset");
  checkOwners(settings?.at("owners"), reader);
  return {
    preset: preset && reader.choice(preset, presets),
    rules: readRules(map.at("rules"), registry, reader),
    settings: reader.given(settings, settingShapes) as SettingsPatch,
  };
}

/** @param root URI of the folder that globs are relative to */
export function readOverrides(
  list: Value | undefined,
  root: string | undefined,
  registry: readonly Rule[],
  reader: Reader,
): readonly Override[] {
  if (list === undefined || list.isNull) return [];
  if (!list.isSequence) reader.say(list, `${list.pathText} must be a list of mappings`);
  return list.items().flatMap((item) => {
    reader.allow(item, Object.keys(overrideShapes));
    if (!item.isMap) return [];
    const override = readOverride(item, root, registry, reader);
    const { files } = override.where;
    if (files === undefined && !asksResource(override))
      reader.say(
        item,
        `${item.pathText} must have at least one condition: files, namespaces, kinds, names or labels`,
      );
    return [override];
  });
}

function readOverride(
  map: Value,
  root: string | undefined,
  registry: readonly Rule[],
  reader: Reader,
): Override {
  const strings = (name: "kinds" | "namespaces" | "names") => {
    const value = map.at(name);
    return value && reader.strings(value);
  };
  const files = map.at("files");
  const settings = map.at("settings");
  reader.allow(settings, Object.keys(settingShapes));
  return {
    where: {
      files: files && { patterns: reader.globs(files), root },
      kinds: strings("kinds"),
      namespaces: strings("namespaces"),
      names: strings("names"),
      labels: readSelector(map.at("labels"), reader),
    },
    ...readLayer(map, settings, registry, reader),
  };
}

/** A label selector. An invalid one selects nothing. */
export function readSelector(value: Value | undefined, reader: Reader) {
  const text = value && reader.text(value);
  if (value === undefined || text === undefined) return undefined;
  const selector = parseLabelSelector(text);
  if (!selector)
    reader.say(value, `${value.pathText} must be a label selector such as app=web,tier in (a,b)`);
  // An invalid selector selects nothing; otherwise the override would apply everywhere.
  return selector ?? [{ key: "", operator: "exists" as const, values: [] }];
}

function readRules(map: Value | undefined, registry: readonly Rule[], reader: Reader): RuleChoices {
  const choices: Record<string, RuleChoice> = {};
  if (map && !map.isMap && !map.isNull)
    reader.say(map, `${map.pathText} must be a mapping from rule ids to severities`);
  for (const { name, key, value } of map?.entries() ?? []) {
    const rule = registry.find(({ id }) => id === name);
    if (!rule) {
      const near = didYouMean(
        name,
        registry.map(({ id }) => id),
      );
      reader.sayAt(key, `Unknown rule "${name}"${near ? `; did you mean "${near}"?` : ""}`);
      continue;
    }
    if (value.isMap) {
      reader.allow(value, ["severity", "options"]);
      choices[name] = {
        severity: severityOf(value.at("severity"), reader),
        options: readOptions(value.at("options"), rule, reader),
      };
    } else {
      choices[name] = { severity: severityOf(value, reader) ?? "default" };
    }
  }
  return choices;
}

/** YAML reads a bare `off` as false and `on` as true; both are accepted. */
function severityOf(value: Value | undefined, reader: Reader): RuleChoice["severity"] {
  if (value === undefined) return undefined;
  if (value.value === false) return "off";
  if (value.value === true) return "default";
  return reader.choice(value, [...severities, "off"] as const);
}

function readOptions(map: Value | undefined, rule: Rule, reader: Reader): Readonly<Record<string, unknown>> {
  const chosen: Record<string, unknown> = {};
  reader.allow(map, Object.keys(rule.options ?? {}));
  for (const { name, value } of map?.entries() ?? []) {
    const option = rule.options?.[name];
    if (!option) continue;
    const plain = value.isSequence ? value.items().map((item) => item.value) : value.value;
    const problem = optionProblem(option, plain);
    if (problem) reader.say(value, `Option ${name} of ${rule.id} ${problem}`);
    else chosen[name] = plain;
  }
  return chosen;
}
