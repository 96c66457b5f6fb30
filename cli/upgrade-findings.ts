import { type Config, type Finding, laidOver } from "../engine/index.ts";
import type { Arguments } from "./arguments.ts";
import { memoized, versionOf } from "./choices.ts";
import { UsageError } from "./problem.ts";
import type { RunFile, Selection } from "./selection.ts";
import type { Workspace } from "./workspace.ts";

/**
 * With `--from`, whether a finding is absent in the older version, so that the upgrade brings it; otherwise `undefined`.
 *
 * @throws UsageError if there is no upgrade
 */
export function broughtByUpgrade(
  workspace: Workspace,
  { configOf }: Selection,
  options: Arguments,
): ((file: RunFile, finding: Finding) => boolean) | undefined {
  const from = versionOf(options, "from");
  if (from === undefined) return undefined;
  const to = versionOf(options, "kubernetes-version");
  if (to !== undefined && minorOf(to) <= minorOf(from))
    throw new UsageError(`--from must be older than --kubernetes-version ${to}, not "${from}"`);
  const layer = { preset: undefined, rules: {}, settings: { kubernetesVersion: from } };
  workspace.linter.configure(memoized(configOf, (config: Config) => laidOver(config, layer)));
  const earlier = new Map<RunFile, ReadonlySet<string>>();
  for (const file of workspace.files)
    workspace.visit(file, () => earlier.set(file, new Set(workspace.linter.findings(file.uri).map(placeOf))));
  workspace.linter.configure(configOf);
  return (file, finding) => !earlier.get(file)?.has(placeOf(finding));
}

function minorOf(version: string): number {
  return Number(version.split(".")[1]);
}

/** Messages can name the version, so they do not tell whether two findings are the same. */
function placeOf({ rule, start, end }: Finding): string {
  return `${rule} ${start} ${end}`;
}
