import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Baseline, baselineName, baselineText, type Finding } from "../engine/index.ts";
import { readTextSync, writeProblem } from "../host/read.ts";
import { createText, replaceText } from "../host/write.ts";
import { count } from "./formats/pretty.ts";
import type { Io } from "./io.ts";
import { UsageError } from "./problem.ts";
import type { Selection } from "./selection.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Writes all findings to the baselines of the configurations, and reports that. Entries for files that this run did not
 * check are kept.
 *
 * @throws UsageError if no baseline is configured
 */
export function writeBaselines(workspace: Workspace, { configOf }: Selection, io: Io): void {
  const found = new Map<
    string,
    { readonly old: Baseline; readonly files: Map<string, readonly Finding[]> }
  >();
  for (const file of workspace.files) {
    const { baseline } = configOf(file.uri);
    if (!baseline) continue;
    const { files } = found.get(baseline.uri) ?? { files: new Map() };
    found.set(baseline.uri, { old: baseline, files });
    workspace.visit(file, () =>
      files.set(baselineName(baseline, file.uri), workspace.linter.findings(file.uri)),
    );
  }
  if (found.size === 0 && workspace.files.length > 0)
    throw new UsageError("--write-baseline needs --baseline FILE, or a baseline in .kubewright.yaml");
  for (const [uri, { old, files }] of found) {
    const kept = [...old.files].filter(([name]) => !files.has(name) && isThere(old, name));
    write(fileURLToPath(uri), baselineText(files, new Map(kept)));
    const total = [...files.values()].reduce((sum, findings) => sum + findings.length, 0);
    io.note(
      `Wrote ${count(total, "finding")} in ${count(files.size, "file")} to ${basename(fileURLToPath(uri))}.`,
    );
  }
}

/** Reports in one line how many findings of a baseline no longer occur. */
export function tellGone(workspace: Workspace, { configOf }: Selection, io: Io): void {
  const gone = new Map<string, number>();
  const seen = new Map<string, Baseline>();
  for (const file of workspace.files) {
    const { baseline } = configOf(file.uri);
    if (!baseline || baseline.files.size === 0) continue;
    seen.set(baseline.uri, baseline);
    workspace.visit(file, () => {
      gone.set(baseline.uri, (gone.get(baseline.uri) ?? 0) + workspace.linter.goneFromBaseline(file.uri));
    });
  }
  for (const [uri, baseline] of seen) {
    const deleted = [...baseline.files].filter(([name]) => !isThere(baseline, name));
    const total = deleted.reduce((sum, [, counts]) => sum + sumOf(counts), gone.get(uri) ?? 0);
    if (total === 0) continue;
    const verb = total === 1 ? "occurs" : "occur";
    io.note(
      `${count(total, "finding")} in ${basename(fileURLToPath(uri))} no longer ${verb}; --write-baseline removes ${total === 1 ? "it" : "them"}.`,
    );
  }
}

function isThere({ uri }: Baseline, name: string): boolean {
  return existsSync(resolve(fileURLToPath(uri), "..", name));
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, one) => sum + one, 0);
}

function write(path: string, text: string): void {
  try {
    const before = readTextSync(path).text;
    if (before === undefined) createText(path, text);
    else if (before !== text) replaceText(path, before, text);
  } catch (error) {
    throw new UsageError(`${basename(path)}: ${writeProblem(error)}`);
  }
}
