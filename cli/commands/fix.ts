import { fileURLToPath } from "node:url";
import { type FixClass, type FixedFile, type FixRequest, hidden, maskedText } from "../../engine/index.ts";
import { writeProblem } from "../../host/read.ts";
import { createText, replaceText } from "../../host/write.ts";
import type { Arguments } from "../arguments.ts";
import { unifiedDiff } from "../formats/diff.ts";
import { makeReporter } from "../formats/index.ts";
import { count } from "../formats/pretty.ts";
import type { Io } from "../io.ts";
import { askRegistries } from "../online.ts";
import { UsageError } from "../problem.ts";
import { exitCode, type Reporter, report, type Summary } from "../report.ts";
import { type RunFile, runFile, select } from "../selection.ts";
import type { Progress } from "../terminal/progress.ts";
import { Workspace } from "../workspace.ts";

/** A file with fixes that are not written yet. */
interface PlannedFile extends FixedFile {
  readonly file: RunFile;
}

/** `kubewright fix` */
export function fix(options: Arguments, io: Io): Promise<number> {
  return applyFixes(options, io, requestsOf(options), ({ fixable }) =>
    !options.has("all") && fixable.all > 0 ? "No finding has a safe fix, so no file was changed." : undefined,
  );
}

/**
 * Applies all fixes in memory, then replaces each changed file, and reports the findings that are left.
 *
 * @param unchanged what to say if no file was changed
 */
export async function applyFixes(
  options: Arguments,
  io: Io,
  requests: readonly FixRequest[],
  unchanged: (summary: Summary) => string | undefined,
): Promise<number> {
  const fromInput = options.operands.includes("-");
  const showsText = options.has("diff") || fromInput;
  checkUsage(options, fromInput, showsText);
  const selection = select(options, io);
  if (!selection) return 2;
  const reporter = showsText ? silent : makeReporter(options.value("format"), io, selection.customRules);
  const progress = io.startProgress();
  const workspace = new Workspace(selection, io, progress);
  if (options.has("pin") || options.has("online"))
    await askRegistries(workspace, options, io, progress, options.has("online"));
  const planned = planAll(workspace, requests, progress);
  progress.end();
  if (options.has("diff")) printDiffs(planned, io);
  else if (fromInput) printInput(workspace, planned, io);
  const written = showsText ? planned : await writeAll(workspace, planned);
  const summary = report(workspace, reporter);
  const done = options.has("diff") ? "Would fix" : "Fixed";
  const isDone = showsText || written.some(isChanged);
  const note = isDone ? `${done} ${totalOf(written)}.` : unchanged(summary);
  if (note !== undefined) io.note(note);
  return exitCode(summary, options.value("fail-on") ?? "warning");
}

/** The fixes that `--pin` adds. `overlayOf` turns the rule on. */
const pinning: FixRequest = { classes: ["review"], rules: ["image-digest-missing"] };

function requestsOf(options: Arguments): readonly FixRequest[] {
  const classes: readonly FixClass[] = options.has("all") ? ["safe", "review"] : ["safe"];
  return options.has("pin") ? [{ classes }, pinning] : [{ classes }];
}

/** @throws if options contradict each other */
function checkUsage(options: Arguments, fromInput: boolean, showsText: boolean): void {
  if (fromInput && options.operands.length > 1)
    throw new UsageError(`${options.command} accepts either - or paths, not both`);
  if (showsText && options.has("format"))
    throw new UsageError(`--format cannot be used with ${options.command} -, which prints the fixed text`);
}

function isChanged({ before, text }: PlannedFile): boolean {
  return before !== text;
}

/** The numbers of fixed findings and changed files. */
function totalOf(files: readonly PlannedFile[]): string {
  const fixed = files.reduce((sum, file) => sum + file.fixed, 0);
  const changed = files.filter(isChanged);
  const made = changed.filter(({ before }) => before === undefined).length;
  const added = made === 0 ? "" : `, ${made} of them new`;
  return `${count(fixed, "finding")} in ${count(changed.length, "file")}${added}`;
}

const silent: Reporter = { file: () => {}, end: () => {} };

/** Fixes all files in memory. New files come first, because others refer to them. */
function planAll(
  workspace: Workspace,
  requests: readonly FixRequest[],
  progress: Progress,
): readonly PlannedFile[] {
  const uris = workspace.files.map(({ uri }) => uri);
  const steps = workspace.linter.fixFiles(uris, requests);
  let step = steps.next();
  while (!step.done) {
    progress.step("fixing", step.value, uris.length);
    step = steps.next();
  }
  const { files, failed } = step.value;
  for (const { uri, error } of failed) workspace.failed(workspace.fileAt(uri)!, error);
  return files.map((fixed) => {
    const { uri, before, text } = fixed;
    const file = workspace.fileAt(uri) ?? runFile(fileURLToPath(uri), false, workspace.cwd);
    if (before === undefined) workspace.add(file, text);
    else workspace.change(file, text);
    return { ...fixed, file };
  });
}

function printDiffs(planned: readonly PlannedFile[], io: Io): void {
  let isMasked = false;
  for (const { file, before, text } of planned) {
    if (text === before) continue;
    const [from, to] = [before, text].map((one) => one && maskedText(file.uri, one));
    const diff = unifiedDiff(file.name, from, to ?? text, io.style);
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
  if (changed) io.print(changed.text);
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
  { file, before, text, needs }: PlannedFile,
  failed: ReadonlySet<PlannedFile>,
): string | undefined {
  const missing = [...failed].find(({ uri }) => needs.includes(uri));
  if (missing) return `was not changed, because ${missing.file.name} could not be written`;
  if (text === before) return undefined;
  try {
    const result = before === undefined ? createText(file.path, text) : replaceText(file.path, before, text);
    return result === "changed" ? "was not fixed, because another program changed it" : undefined;
  } catch (error) {
    return writeProblem(error);
  }
}
