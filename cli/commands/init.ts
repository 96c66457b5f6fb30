import { existsSync } from "node:fs";
import { join } from "node:path";
import { defaultConfig, presets, type Survey, survey } from "../../engine/index.ts";
import { discover } from "../../host/discover.ts";
import { readTextSync, writeProblem } from "../../host/read.ts";
import { uriOf } from "../../host/uri.ts";
import { createText } from "../../host/write.ts";
import type { Arguments } from "../arguments.ts";
import { count } from "../formats/pretty.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../problem.ts";

/** `kubewright init`: writes a first configuration, based on the files in the current folder. */
export function init(options: Arguments, io: Io): number {
  if (options.operands.length > 0)
    throw new UsageError("init takes no arguments; it reads the current folder");
  refuseToReplace(io.cwd);
  const surveys = discover(["."], io.cwd).files.flatMap(({ path }) => {
    const { text } = readTextSync(path);
    return text === undefined ? [] : [survey(uriOf(path), text)];
  });
  const preset = options.value("preset") ?? "recommended";
  writeConfig(io.cwd, firstConfig(surveys, preset));
  const resources = surveys.reduce((sum, one) => sum + one.resources, 0);
  io.note(`Wrote .kubewright.yaml, based on ${count(resources, "resource")} in this folder.`);
  if (kubeLinterNames.some((name) => existsSync(join(io.cwd, name))))
    io.note(
      "This folder has a KubeLinter configuration, which Kubewright now ignores. To convert it instead, delete .kubewright.yaml and run kubewright migrate.",
    );
  return 0;
}

const kubeLinterNames = [".kube-linter.yaml", ".kube-linter.yml"];

/** @throws UsageError if the folder has a configuration */
export function refuseToReplace(folder: string): void {
  for (const name of [".kubewright.yaml", ".kubewright.yml"])
    if (existsSync(join(folder, name))) throw new UsageError(`${name} already exists and was not changed`);
}

/** @throws UsageError if it cannot be written */
export function writeConfig(folder: string, text: string): void {
  const path = join(folder, ".kubewright.yaml");
  try {
    if (createText(path, text) === "changed") refuseToReplace(folder);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`.kubewright.yaml: ${writeProblem(error)}`);
  }
}

/** The text of a first configuration. What the files tell is set; everything else is a commented-out example. */
function firstConfig(surveys: readonly Survey[], preset: string): string {
  return [
    "# Kubewright reads this file for the manifests in this folder and in all folders below it.",
    "# Everything here is optional. To use a commented-out example, remove the # in front of its lines.",
    "# All keys are explained at https://github.com/kubewright/kubewright/blob/main/docs/configuration.md",
    "",
    ...presetLines(preset),
    "",
    "# Change the severity of individual rules (error, warning, information, hint), or turn them off.",
    "# rules:",
    "#   image-latest-tag: error",
    "",
    ...versionLines(surveys.flatMap(({ kubernetesVersion }) => kubernetesVersion ?? [])),
    "",
    ...registryLines(byNumber(surveys.flatMap(({ registries }) => registries))),
    "",
    ...namespaceLines(new Set(surveys.flatMap(({ namespaces }) => namespaces))),
    "",
    "# Labels that every object must have, with their allowed values. * allows any value.",
    "# labels:",
    "#   required:",
    '#     team: ["*"]',
    "",
    "# Require every object to name its owner in a label, and define who owns which namespaces and folders.",
    "# owners:",
    "#   label: team",
    "#   names:",
    "#     my-team: { namespaces: [my-namespace], paths: [my-folder] }",
    "#     platform: {}",
    "",
    "# Use different rules for some files or resources, such as test manifests.",
    "# overrides:",
    "#   - files: [test]",
    "#     rules:",
    "#       image-latest-tag: off",
    "",
    "# Files to skip, as in .gitignore.",
    "# exclude: [vendor]",
    "",
    "# To start with only new findings, record the existing ones in a baseline:",
    "# run kubewright lint --baseline baseline.json --write-baseline, then turn on the next line.",
    "# baseline: baseline.json",
    "",
  ].join("\n");
}

function presetLines(preset: string): readonly string[] {
  const reason: Readonly<Record<string, string>> = {
    recommended: "the default: what almost every team wants to know",
    strict: "recommended, and what careful teams agree on",
    all: "every rule",
  };
  const others = presets.filter((name) => name !== preset).join(", ");
  return [
    `# The preset decides which rules are on. This one is ${reason[preset] ?? "the one that you chose"}.`,
    `# The other presets are ${others}.`,
    `preset: ${preset}`,
  ];
}

function versionLines(versions: readonly string[]): readonly string[] {
  const [oldest] = [...versions].sort((a, b) => Number(a.slice(2)) - Number(b.slice(2)));
  const { kubernetesVersion } = defaultConfig.settings;
  return oldest === undefined
    ? [
        `# The Kubernetes version of your cluster. No file here specifies one, so Kubewright assumes ${kubernetesVersion}.`,
        `# kubernetesVersion: "${kubernetesVersion}"`,
      ]
    : [
        "# The Kubernetes version of your cluster: the oldest one that a file here specifies.",
        `kubernetesVersion: "${oldest}"`,
      ];
}

function registryLines(registries: readonly (readonly [string, number])[]): readonly string[] {
  const counts = registries.map(([name, number]) => `${name} (${number})`).join(", ");
  const allowed = registries.length > 0 ? registries.map(([name]) => name) : ["registry.example.com"];
  return [
    "# Allow images only from these registries. Without this list, every registry is allowed.",
    ...(counts === "" ? [] : [`# The images here come from ${counts}.`]),
    "# registries:",
    `#   allowed: [${allowed.join(", ")}]`,
  ];
}

function namespaceLines(namespaces: ReadonlySet<string>): readonly string[] {
  const [namespace] = namespaces;
  const about = "# The namespace that fixes add to objects without one.";
  if (namespace === undefined || namespaces.size > 1)
    return [
      namespace === undefined ? about : `${about} The objects here use ${namespaces.size} different ones.`,
      "# namespaces:",
      "#   default: my-namespace",
    ];
  return [
    `${about} All objects here that set one use this namespace.`,
    "namespaces:",
    `  default: ${JSON.stringify(namespace)}`,
  ];
}

/** Each text with its number of occurrences, most frequent first. */
function byNumber(texts: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
}
