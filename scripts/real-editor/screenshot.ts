/** Drives VS Code like a user, for screenshots: typing, the light bulb, the Problems view. */
import type { Page } from "playwright-core";
import { type Workbench, type WorkbenchOptions, withWorkbench } from "./workbench.ts";

export interface EditorOptions
  extends Pick<
    WorkbenchOptions,
    "vsix" | "extensionDevelopmentPath" | "workspace" | "openFile" | "settings" | "size" | "workspaceTrust"
  > {
  readonly theme: "light" | "dark";
}

const themes = { light: "Default Light Modern", dark: "Default Dark Modern" };

/** Calls `use` when the editor shows `openFile`; the workspace is a copy, so `use` can edit and save. */
export async function withEditor<T>(
  options: EditorOptions,
  use: (page: Page, workbench: Workbench) => Promise<T>,
): Promise<T> {
  const { theme, ...workbench } = options;
  const settings = {
    "workbench.colorTheme": themes[theme],
    "editor.minimap.enabled": false,
    // In a browser, VS Code saves automatically.
    "files.autoSave": "off",
    "window.commandCenter": false,
    "workbench.layoutControl.enabled": false,
    ...options.settings,
  };
  const prepare = (page: Page): Promise<void> => page.emulateMedia({ colorScheme: theme });
  return withWorkbench({ ...workbench, settings, prepare }, async (opened) => {
    await opened.page.waitForSelector(".monaco-workbench", { timeout: 60_000 });
    if (options.openFile !== undefined) {
      await opened.page.waitForSelector(".monaco-editor .view-line", { timeout: 60_000 });
    }
    return use(opened.page, opened);
  });
}

/** Waits up to 30 seconds until the editor underlines something. */
export async function waitForSquiggle(page: Page): Promise<void> {
  await page.waitForSelector(".squiggly-error, .squiggly-warning, .squiggly-info, .squiggly-hint", {
    state: "attached",
    timeout: 30_000,
  });
}

/** Opens the light bulb menu at the cursor. The first attempts fail while the server is still busy. */
export async function openLightBulb(page: Page): Promise<void> {
  const menu = page.locator(".action-widget .monaco-list-row").first();
  for (let tries = 0; tries < 10; tries++) {
    await page.keyboard.press("Control+.");
    const isShown = await menu.waitFor({ timeout: 1_500 }).then(
      () => true,
      () => false,
    );
    if (isShown) return;
  }
  throw new Error("the light bulb offers nothing here");
}

/** Runs a command by its title in the command palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press("F1");
  await page.waitForSelector(".quick-input-widget input");
  await page.keyboard.type(title);
  await page.waitForSelector(".quick-input-list .monaco-list-row");
  await page.keyboard.press("Enter");
}

/** Moves the cursor to a line and column, both counted from 1. */
export async function goTo(page: Page, line: number, column = 1): Promise<void> {
  await page.keyboard.press("Control+g");
  await page.waitForSelector(".quick-input-widget input");
  await page.keyboard.type(`${line}:${column}`);
  await page.keyboard.press("Enter");
}
