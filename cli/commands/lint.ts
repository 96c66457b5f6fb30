import type { Arguments } from "../arguments.ts";
import { withoutKnown } from "../baseline.ts";
import { tellGone, writeBaselines } from "../baseline-report.ts";
import { memoized } from "../choices.ts";
import { makeReporter } from "../formats/index.ts";
import type { Io } from "../io.ts";
import { askRegistries } from "../online.ts";
import { UsageError } from "../problem.ts";
import { exitCode, report } from "../report.ts";
import { select } from "../selection.ts";
import { broughtByUpgrade } from "../upgrade-findings.ts";
import { Workspace } from "../workspace.ts";

/** `kubewright lint` */
export async function lint(options: Arguments, io: Io): Promise<number> {
  const selection = select(options, io);
  if (!selection) return 2;
  const reporter = makeReporter(options.value("format"), io, selection.customRules);
  const progress = io.startProgress();
  const writes = options.has("write-baseline");
  if (writes && options.has("from"))
    throw new UsageError("--from and --write-baseline cannot be used together");
  const configOf = writes ? memoized(selection.configOf, withoutKnown) : selection.configOf;
  const workspace = new Workspace({ ...selection, configOf }, io, progress);
  if (options.has("online")) await askRegistries(workspace, options, io, progress, true);
  if (writes) {
    writeBaselines(workspace, selection, io);
    progress.end();
    return workspace.incomplete ? 2 : 0;
  }
  const isWanted = broughtByUpgrade(workspace, selection, options);
  const summary = report(workspace, reporter, {
    isWanted,
    suppressed: options.has("report-suppressed"),
    step: (done) => progress.step("linting", done, workspace.files.length),
  });
  tellGone(workspace, selection, io);
  progress.end();
  return exitCode(summary, options.value("fail-on") ?? "warning");
}
