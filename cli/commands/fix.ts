import { fileURLToPath } from "node:url";
import { applyEdits, type FixAllRequest, type FixClass, hidden, maskedText } from "../../engine/index.ts";
import { writeProblem } from "../../host/read.ts";
import { createText, replaceText } from "../../host/write.ts";
import type { Arguments } from "../arguments.ts";
import { unifiedDiff } from "../formats/diff.ts";
import { makeReporter } from "../formats/index.ts";
import { count } from "../formats/pretty.ts";
import type { Io } from "../io.ts";
import { askRegistries } from "../online.ts";
import { UsageError } from "../problem.ts";
import { exitCode, type Reporter, report } from "../report.ts";
import { type RunFile, runFile, select } from "../selection.ts";
import { type Progress, progressBar } from "../terminal/progress.ts";
import { style, wantsColor } from "../terminal/style.ts";
import { Workspace } from "../workspace.ts";

/** A file with fixes that are not written yet. */
interface PlannedFile {
  readonly file: RunFile;
  /** `undefined` for a new file. */
  readonly before: string | undefined;
  after: string;
  /** The number of fixed findings in the file. */
  fixed: number;
  /** New files that this one refers to. If they cannot be written, this file is not changed. */
  readonly needs: Set<PlannedFile>;
}

/** A fix in one file can enable a fix in another. If more rounds are needed, fixes undo each other. */
const maxRounds = 5;

/** `kubewright fix`: applies all fixes in memory, then replaces each changed file. */
export async function fix(options: Arguments, io: Io): Promise<number> {
  const fromInput = options.operands.includes("-");
  if (fromInput && options.operands.length > 1)
    throw new UsageError("fix accepts either - or paths, not both");
  const showsText = options.has("diff") || fromInput;
  if (showsText && options.has("format"))
    throw new UsageError("--format cannot be used with fix -, which prints the fixed text");
  const selection = select(options, io);
  if (!selection) return 2;
  const reporter = showsText ? silent : makeReporter(options.value("format"), io, selection.customRules);
  const progress = progressBar();
  const workspace = new Workspace(selection, io, progress);
  const classes: readonly FixClass[] = options.has("all") ? ["safe", "review"] : ["safe"];
  const pins = options.has("pin");
  if (pins || options.has("online"))
    await askRegistries(workspace, options, io, progress, options.has("online"));
  const requests: readonly FixAllRequest[] = [{ classes }, ...(pins ? [pinning] : [])];
  const planned = planAll(workspace, requests, progress, io.cwd);
  progress.end();
  if (options.has("diff")) printDiffs(planned, io);
  else if (fromInput) printInput(workspace, planned, io);
  const written = showsText ? planned : await writeAll(workspace, planned);
  const fixed = written.reduce((sum, file) => sum + file.fixed, 0);
  const summary = report(workspace, reporter);
  const changed = written.filter(({ before, after }) => before !== after);
  if (showsText || changed.length > 0) {
    const verb = options.has("diff") ? "Would fix" : "Fixed";
    const made = changed.filter(({ before }) => before === undefined).length;
    const added = made === 0 ? "" : `, ${made} of them new`;
    io.note(`${verb} ${count(fixed, "finding")} in ${count(changed.length, "file")}${added}.`);
  } else if (!options.has("all") && summary.fixable.all > 0) {
    io.note("No finding has a safe fix, so no file was changed.");
  }
  return exitCode(summary, options.value("fail-on") ?? "warning");
}

/** The fixes that `--pin` adds. `overlayOf` turns the rule on. */
const pinning: FixAllRequest = { classes: ["review"], rules: ["image-digest-missing"] };

const silent: Reporter = { file: () => {}, end: () => {} };

function planAll(
  workspace: Workspace,
  requests: readonly FixAllRequest[],
  progress: Progress,
  cwd: string,
): readonly PlannedFile[] {
  const planned = new Map<RunFile, PlannedFile>();
  let changed = true;
  const enter = (
    file: RunFile,
    before: string,
    after: string,
    needs: readonly PlannedFile[],
    fixed: number,
  ): void => {
    const known = planned.get(file) ?? { file, before, after, fixed: 0, needs: new Set() };
    // A finding that a new file fixes counts for the file that has the finding.
    if (after === before && fixed === 0) return;
    planned.set(file, known);
    known.after = after;
    known.fixed += fixed;
    for (const one of needs) known.needs.add(one);
    if (after === before) return;
    workspace.change(file, after);
    changed = true;
  };
  const planFile = (file: RunFile, request: FixAllRequest): void => {
    const result = workspace.linter.fixAll(file.uri, request);
    const created = result.created.map(({ uri, text }): PlannedFile => {
      const made = runFile(fileURLToPath(uri), false, cwd);
      workspace.add(made, text);
      changed = true;
      const one = { file: made, before: undefined, after: text, fixed: 0, needs: new Set<PlannedFile>() };
      planned.set(made, one);
      return one;
    });
    for (const { uri, edits } of result.elsewhere) {
      const other = workspace.fileAt(uri);
      if (other)
        workspace.visit(other, (before) => enter(other, before, applyEdits(before, edits), created, 0));
    }
    workspace.visit(file, (before) => enter(file, before, result.text, created, result.fixed));
  };
  for (let round = 0; changed && round < maxRounds; round++) {
    changed = false;
    for (const [at, file] of workspace.files.entries()) {
      progress.step("fixing", at, workspace.files.length);
      for (const request of requests) workspace.visit(file, () => planFile(file, request));
    }
  }
  // Write a new file before the files that refer to it.
  return [...planned.values()].sort(
    (a, b) => Number(b.before === undefined) - Number(a.before === undefined),
  );
}

function printDiffs(planned: readonly PlannedFile[], io: Io): void {
  const look = style(wantsColor(process.stdout.isTTY, process.env));
  let isMasked = false;
  for (const { file, before, after } of planned) {
    if (after === before) continue;
    const [from, to] = [before, after].map((text) => text && maskedText(file.uri, text));
    const diff = unifiedDiff(file.name, from, to ?? after, look);
    isMasked ||= diff.includes(hidden);
    io.print(diff);
  }
  if (isMasked)
    io.note(
      `The diff shows ${hidden} instead of Secret values and other credentials, so that part cannot be applied as a patch.`,
    );
}

/** Also prints text that needed no fix, as a filter should. */
function printInput(workspace: Workspace, planned: readonly PlannedFile[], io: Io): void {
  const [changed] = planned;
  if (changed) io.print(changed.after);
  for (const file of workspace.files) if (!changed) workspace.visit(file, (text) => io.print(text));
}

/**
 * Writes the files and returns those that were written. The others are left unchanged. A signal takes effect only after
 * the current file is complete, and the remaining files are not written.
 */
async function writeAll(
  workspace: Workspace,
  planned: readonly PlannedFile[],
): Promise<readonly PlannedFile[]> {
  const failed = new Set<PlannedFile>();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const stop = (signal: NodeJS.Signals) => {
    for (const name of signals) process.removeListener(name, stop);
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.on(signal, stop);
  for (const one of planned) {
    // Lets a pending signal be handled.
    await new Promise(setImmediate);
    const problem = write(one, failed);
    if (problem === undefined) continue;
    failed.add(one);
    workspace.complain(one.file, problem);
    if (one.before === undefined) workspace.drop(one.file);
    else workspace.change(one.file, one.before);
  }
  for (const signal of signals) process.removeListener(signal, stop);
  return planned.filter((one) => !failed.has(one));
}

/** Why a file could not be written; `undefined` if it was. */
function write(
  { file, before, after, needs }: PlannedFile,
  failed: ReadonlySet<PlannedFile>,
): string | undefined {
  const missing = [...needs].find((one) => failed.has(one));
  if (missing) return `was not changed, because ${missing.file.name} could not be written`;
  if (after === before) return undefined;
  try {
    const result =
      before === undefined ? createText(file.path, after) : replaceText(file.path, before, after);
    return result === "changed" ? "was not fixed, because another program changed it" : undefined;
  } catch (error) {
    return writeProblem(error);
  }
}
