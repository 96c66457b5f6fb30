/** Runs the suite in the VS Code that code-server carries, opened in chromium. */
import { format } from "node:util";
import type { Page } from "playwright-core";
import { withWorkbench } from "../../scripts/real-editor/workbench.ts";
import { Keyboard } from "./keyboard.ts";
import { type Counts, countTests, type LaunchOptions, testSettings, within } from "./launch.ts";

/**
 * Prints the suite's report, and VS Code's own log if the suite gets stuck. Never throws: an editor that does not start
 * is one failed test.
 */
export function launchBrowser(options: LaunchOptions): Promise<Counts> {
  const log: string[] = [];
  return countTests(
    options,
    async (env) => {
      let exit: (code: number) => void = () => undefined;
      const exited = new Promise<number>((resolve) => {
        exit = resolve;
      });
      const prepare = async (page: Page): Promise<void> => {
        // The two functions that a workbench under automation calls.
        await page.exposeFunction("codeAutomationLog", (_type: string, args: readonly unknown[]) => {
          log.push(format(...args));
        });
        await page.exposeFunction("codeAutomationExit", (code: number) => exit(code));
      };
      const { extension, suite, workspace, restricted, timeout } = options;
      const keyboard = new Keyboard();
      const workbench = {
        workspace,
        workspaceTrust: restricted === true,
        env: { ...env, KUBEWRIGHT_EDITOR_KEYBOARD: keyboard.folder },
        prepare,
        settings: testSettings,
        extensionDevelopmentPath: extension,
        extensionTestsPath: suite,
      };
      try {
        await withWorkbench(workbench, async ({ page }) => {
          const served = keyboard.serve(page);
          await within(timeout, Promise.race([exited, served.then(() => exited)]));
        });
      } finally {
        keyboard.stop();
      }
    },
    log,
  );
}
