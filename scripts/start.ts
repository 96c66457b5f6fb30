/**
 * `npm start`: builds, then opens VS Code on examples/ with the extension loaded from this folder. Uses the `code` on
 * PATH, otherwise a VS Code that is downloaded once; without a display or a network, it lints examples/ in the
 * terminal.
 */
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { downloadAndUnzipVSCode } from "@vscode/test-electron";

const root = resolve(import.meta.dirname, "..");
const examples = join(root, "examples");
/** A complete VS Code is about 150 MB; the library aborts a stalled download much earlier. */
const downloadTime = 300_000;

const build = spawnSync(process.execPath, ["--import", "tsx", join(root, "scripts", "build.ts")], {
  cwd: root,
  stdio: "inherit",
});
if (build.status !== 0) process.exit(build.status ?? 1);
const reason = await openEditor();
if (reason !== undefined) lintInTerminal(reason);
// A download that hangs must not keep the process alive.
process.exit();

/** Opens the editor; otherwise returns the reason for the failure. */
async function openEditor(): Promise<string | undefined> {
  const flags = [`--extensionDevelopmentPath=${root}`, examples];
  if (!hasDisplay(process.env)) return "there is no display";
  const onWindows = process.platform === "win32";
  const installed = spawnSync(onWindows ? "code.cmd" : "code", flags.map(quoteFor(onWindows)), {
    stdio: "inherit",
    shell: onWindows,
  });
  if (installed.status === 0) return undefined;
  try {
    const program = await withinTime(downloadAndUnzipVSCode("stable"));
    const profile = join(root, ".vscode-test", "start");
    const { status } = spawnSync(program, ["--new-window", `--user-data-dir=${profile}`, ...flags], {
      stdio: "inherit",
    });
    return status === 0 ? undefined : "VS Code did not start";
  } catch (error) {
    return `VS Code could not be downloaded (${error instanceof Error ? error.message.split("\n")[0] : error})`;
  }
}

/** A terminal inside VS Code, even a remote one, can open a window. */
function hasDisplay(environment: NodeJS.ProcessEnv): boolean {
  if (process.platform !== "linux") return true;
  return ["DISPLAY", "WAYLAND_DISPLAY", "VSCODE_IPC_HOOK_CLI"].some((name) => environment[name]);
}

/** Windows starts `code` through its shell. */
function quoteFor(shell: boolean): (text: string) => string {
  return (text) => (shell ? `"${text}"` : text);
}

function withinTime<Value>(work: Promise<Value>): Promise<Value> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error("it took too long")), downloadTime);
    }),
  ]);
}

function lintInTerminal(reason: string): void {
  spawnSync(process.execPath, [join(root, "dist", "cli.cjs"), "lint", "examples"], {
    cwd: root,
    stdio: "inherit",
  });
  console.log(
    `\nThese are results in the terminal because ${reason}. For the editor, open this folder in VS Code and press F5.`,
  );
}
