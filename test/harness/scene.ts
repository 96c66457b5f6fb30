import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { defaultConfig } from "../../engine/config/config.ts";
import { parseConfig } from "../../engine/config/file.ts";
import { Linter } from "../../engine/linter.ts";
import type { Rule } from "../../engine/rule/rule.ts";
import { rules } from "../../engine/rules/index.generated.ts";
import { answer } from "./answers.ts";
import { type Page, readPage, type Scene } from "./page.ts";

/** The page of a rule. */
export function pageOf({ category, id }: Rule): Page {
  return readPage(readFileSync(new URL(`../../engine/rules/${category}/${id}.md`, import.meta.url), "utf8"));
}

/** A workspace with the files of a scene, linted with only one rule and the scene's options. */
export function openScene(
  rule: Rule,
  scene: Scene,
  vary = (text: string) => text,
  isFree: (uri: string) => boolean = () => false,
) {
  const { options, settings, kubernetes, preset } = scene.examples[0]!;
  const kubernetesVersion = kubernetes && { kubernetesVersion: kubernetes };
  const parsed = parseConfig(JSON.stringify({ ...settings, ...kubernetesVersion, preset: preset ?? "all" }), [
    rule,
  ]);
  expect(parsed.problems).toEqual([]);
  // Fixes of namespaces query which level their workloads meet.
  const levels = levelRules.filter((one) => one !== rule);
  const config = {
    ...defaultConfig,
    settings: parsed.config.settings,
    rules: { ...off(levels), [rule.id]: { severity: "default", ...(options && { options }) } },
    preset: parsed.config.preset,
  } as const;
  const others = rule.on.of === "suppression" ? rules : [rule, ...levels];
  const isMissing = (uri: string) =>
    ![...texts.keys()].some((one) => one === uri || one.startsWith(`${uri}/`));
  const linter = new Linter(others, () => config, { textOf: () => undefined, isFree, isMissing });
  const texts = new Map(scene.examples.map((example) => [uriOf(example.file), vary(example.text)]));
  for (const [uri, text] of texts) linter.setFile(uri, text);
  for (const uri of texts.keys()) answer(linter, uri, scene.examples[0]!);
  return { texts, linter };
}

const levelRules = rules.filter(({ presets }) => presets.includes("pod-security-restricted"));

function off(others: readonly Rule[]) {
  return Object.fromEntries(others.map(({ id }) => [id, { severity: "off" as const }]));
}

export function uriOf(file: string): string {
  return `file:///workspace/${file}`;
}
