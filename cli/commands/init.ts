import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { presets, type Survey, survey } from "../../engine/index.ts";
import { discover } from "../../host/discover.ts";
import { readTextSync, writeProblem } from "../../host/read.ts";
import { createText } from "../../host/write.ts";
import type { Arguments } from "../arguments.ts";
import { count } from "../formats/pretty.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../problem.ts";

/** `kubewright init`: writes a first configuration after looking at the files of the current folder. */
export function init(options: Arguments, io: Io): number {
  if (options.operands.length > 0)
    throw new UsageError("init takes no arguments; it looks at the current folder");
  refuseToReplace(io.cwd);
  const surveys = discover(["."], io.cwd).files.flatMap(({ path }) => {
    const { text } = readTextSync(path);
    return text === undefined ? [] : [survey(pathToFileURL(path).href, text)];
  });
  const preset = options.value("preset") ?? "recommended";
  writeConfig(io.cwd, firstConfig(surveys, preset));
  const resources = surveys.reduce((sum, one) => sum + one.resources, 0);
  io.note(`Wrote .kubewright.yaml after a look at ${count(resources, "resource")}.`);
  if (kubeLinterNames.some((name) => existsSync(join(io.cwd, name))))
    io.note(
      "There is a KubeLinter configuration here, which no longer counts; kubewright migrate takes it over.",
    );
  return 0;
}

const kubeLinterNames = [".kube-linter.yaml", ".kube-linter.yml"];

/** @throws UsageError when the folder has a configuration */
export function refuseToReplace(folder: string): void {
  for (const name of [".kubewright.yaml", ".kubewright.yml"])
    if (existsSync(join(folder, name))) throw new UsageError(`${name} is there already and was left alone`);
}

/** @throws UsageError when it cannot be written */
export function writeConfig(folder: string, text: string): void {
  const path = join(folder, ".kubewright.yaml");
  try {
    if (createText(path, text) === "changed") refuseToReplace(folder);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`.kubewright.yaml: ${writeProblem(error)}`);
  }
}

/** The text of a first configuration: what is known is set, and what is only a proposal stands in comments. */
function firstConfig(surveys: readonly Survey[], preset: string): string {
  const versions = surveys.flatMap(({ kubernetesVersion }) => kubernetesVersion ?? []);
  const [version] = versions.sort((a, b) => Number(a.slice(2)) - Number(b.slice(2)));
  const namespaces = new Set(surveys.flatMap((one) => one.namespaces));
  const [namespace] = namespaces.size === 1 ? namespaces : [];
  const registries = byNumber(surveys.flatMap((one) => one.registries));
  return [
    "# Kubewright's configuration for this folder and all below it.",
    "",
    `# Which rules are on: ${presets.join(", ")}.`,
    `preset: ${preset}`,
    "",
    "# Single rules: a severity (error, warning, information, hint) or off.",
    "# rules:",
    "#   image-latest-tag: error",
    "",
    version === undefined
      ? '# The version of the cluster.\n# kubernetesVersion: "1.36"'
      : `# The least version of a cluster that files here name.\nkubernetesVersion: "${version}"`,
    "",
    ...registryLines(registries),
    ...(namespace === undefined
      ? ["# The namespace that fixes add.", "# namespaces:", "#   default: my-namespace"]
      : [
          "# The namespace that fixes add: the one that all objects here have which name any.",
          "namespaces:",
          `  default: ${JSON.stringify(namespace)}`,
        ]),
    "",
    "# Labels that every object must have, and their values.",
    "# labels:",
    "#   required:",
    '#     team: ["*"]',
    "",
    "# The label that names who looks after an object, the owners that there are, and what each looks after.",
    "# owners:",
    "#   label: team",
    "#   names:",
    "#     my-team: { namespaces: [my-namespace], paths: [my-folder] }",
    "#     platform: {}",
    "",
    "# What differs in a part of the files or resources.",
    "# overrides:",
    "#   - files: [test]",
    "#     rules:",
    "#       image-latest-tag: off",
    "",
    "# Files that are not looked at.",
    "# exclude: [vendor]",
    "",
    "# Findings that are known and not reported; kubewright lint --baseline baseline.json --write-baseline writes them.",
    "# baseline: baseline.json",
    "",
  ].join("\n");
}

function registryLines(registries: readonly (readonly [string, number])[]): readonly string[] {
  const found = registries.map(([name, number]) => `${name} (${number})`).join(", ");
  const allowed = registries.length > 0 ? registries.map(([name]) => name) : ["registry.example.com"];
  return [
    found === ""
      ? "# Where images may come from."
      : `# Where images may come from. Here they come from ${found}.`,
    "# registries:",
    `#   allowed: [${allowed.join(", ")}]`,
    "",
  ];
}

/** Each text with how often it occurs, the most frequent first. */
function byNumber(texts: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
}
