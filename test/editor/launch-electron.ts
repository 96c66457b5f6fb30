/** Runs the suite in desktop VS Code: the `code` on PATH, or else the one that @vscode/test-electron downloads. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { type Counts, countTests, type LaunchOptions, testSettings, within } from "./launch.ts";

/** The program of desktop VS Code, or one sentence why there is none. */
export async function findDesktop(): Promise<{ readonly program: string } | { readonly reason: string }> {
  if (process.platform === "linux" && !process.env["DISPLAY"] && !process.env["WAYLAND_DISPLAY"]) {
    return { reason: "there is no display" };
  }
  const installed = findOnPath();
  if (installed !== undefined) return { program: installed };
  try {
    return { program: await within(300_000, downloadAndUnzipVSCode("stable")) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { reason: `VS Code could not be downloaded (${why.split("\n")[0]})` };
  }
}

/**
 * Prints VS Code's own log and the suite's report. Never throws: an editor that does not start is one failed test.
 */
export function launchElectron(program: string, options: LaunchOptions): Promise<Counts> {
  return countTests(options, async (env) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "kw-")));
    const workspace = join(folder, basename(options.workspace));
    const userData = join(folder, "data");
    try {
      cpSync(options.workspace, workspace, { recursive: true });
      mkdirSync(join(userData, "User"), { recursive: true });
      writeFileSync(join(userData, "User", "settings.json"), JSON.stringify(testSettings));
      const run = runTests({
        vscodeExecutablePath: program,
        extensionDevelopmentPath: options.extension,
        extensionTestsPath: options.suite,
        extensionTestsEnv: env,
        launchArgs: [workspace, "--disable-extensions", `--user-data-dir=${userData}`],
      });
      await within(options.timeout, run).catch(async (error: unknown) => {
        await interrupt(run);
        throw error;
      });
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}

/**
 * Closes a VS Code that is still running, by force after three seconds. The library does not expose the
 * process, but closes it on a first and a second Control-C.
 */
async function interrupt(run: Promise<unknown>): Promise<void> {
  const ended = run.catch(() => undefined);
  for (let tries = 0; tries < 2; tries++) {
    process.emit("SIGINT");
    await within(3_000, ended).catch(() => undefined);
  }
}

/** The `code` on PATH is a script that does not wait for its window, so the program next to it is needed. */
function findOnPath(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const script = folders.map((folder) => join(folder, "code")).find((file) => existsSync(file));
  if (script === undefined) return undefined;
  const home = dirname(dirname(realpathSync(script)));
  return [join(home, "code"), join(home, "Code.exe"), join(dirname(home), "..", "MacOS", "Electron")].find(
    (file) => existsSync(file),
  );
}
