import type { Arguments } from "../arguments.ts";
import { makeReporter } from "../formats/index.ts";
import type { Io } from "../io.ts";
import { askRegistries } from "../online.ts";
import { exitCode, report } from "../report.ts";
import { select } from "../selection.ts";
import { progressBar } from "../terminal/progress.ts";
import { Workspace } from "../workspace.ts";

/** `kubewright lint` */
export async function lint(options: Arguments, io: Io): Promise<number> {
  const reporter = makeReporter(options.value("format"), io);
  const selection = select(options, io);
  if (!selection) return 2;
  const progress = progressBar();
  const workspace = new Workspace(selection, io, progress);
  if (options.has("online")) await askRegistries(workspace, options, io, progress, true);
  const summary = report(workspace, reporter, {
    suppressed: options.has("report-suppressed"),
    step: (done) => progress.step("linting", done, workspace.files.length),
  });
  progress.end();
  return exitCode(summary, options.value("fail-on") ?? "warning");
}
