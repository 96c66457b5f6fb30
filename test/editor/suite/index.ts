/** The entry point of the suite, which VS Code of either kind loads in its extension host. */
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import Mocha from "mocha";
import * as vscode from "vscode";

/**
 * Runs every test; rejects if one fails, which VS Code turns into its exit code. Writes `report.txt` and
 * `counts.json` to the launcher's folder, because the console also has VS Code's output.
 */
export async function run(): Promise<void> {
  const results = process.env["KUBEWRIGHT_EDITOR_RESULTS"];
  if (results !== undefined) {
    Mocha.reporters.Base.consoleLog = (...line: unknown[]) =>
      appendFileSync(join(results, "report.txt"), `${format(...line)}\n`);
  }
  const mocha = new Mocha({ ui: "bdd", timeout: 180_000, slow: 5_000, color: false, reporter: "spec" });
  const grep = process.env["KUBEWRIGHT_EDITOR_GREP"] ?? "";
  if (grep !== "") mocha.fgrep(grep);
  // Mocha's own command line does this when it loads a test file; here all of them are in one bundle.
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  await import("./configuration.ts");
  // Trust affects only which configuration applies.
  if (vscode.workspace.isTrusted) {
    await import("./image.ts");
    await import("./fixed-images.ts");
    await import("./companions.ts");
    await import("./light-bulb.ts");
    await import("./manifest.ts");
    await import("./snippets.ts");
    await import("./typing.ts");
    await import("./problems.ts");
    await import("./settings.ts");
  }

  const stats = await new Promise<Mocha.Stats | undefined>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats));
  });
  const { passes = 0, failures = 1, pending = 0 } = stats ?? {};
  if (results !== undefined) {
    const counts = { passed: passes, failed: failures, skipped: pending };
    writeFileSync(join(results, "counts.json"), JSON.stringify(counts));
  }
  if (failures > 0) throw new Error(`${failures} failed`);
}
