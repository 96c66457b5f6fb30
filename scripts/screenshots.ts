/**
 * Takes the README's screenshots for docs/images from examples/, in the VS Code that scripts/real-editor installs: `npx
 * tsx scripts/screenshots.ts`, after `npm run package`.
 */
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import {
  type EditorOptions,
  goTo,
  openLightBulb,
  runCommand,
  waitForSquiggle,
  withEditor,
} from "./real-editor/screenshot.ts";

const root = resolve(import.meta.dirname, "..");
const images = join(root, "docs", "images");
const vsix = join(root, "kubewright.vsix");

/** In CSS pixels. The sidebar is closed, so all of it shows text. */
const size = { width: 1000, height: 460 };
/** The position of `image: nginx` in the example. */
const image = { line: 21, column: 22 };

if (!existsSync(vsix)) {
  console.error("screenshots: run `npm run package` first");
  process.exit(1);
}
mkdirSync(images, { recursive: true });
await shoot("dark", async (page) => {
  await hover(page);
  await quickFix(page, "quick-fix-dark");
  await problems(page);
});
await shoot("light", (page) => quickFix(page, "quick-fix-light"));

function shoot(theme: EditorOptions["theme"], scenes: (page: Page) => Promise<void>): Promise<void> {
  const settings = {
    "breadcrumbs.enabled": false,
    "editor.fontSize": 14,
    "editor.hover.above": false,
    "editor.occurrencesHighlight": "off",
    "editor.overviewRulerBorder": false,
    "editor.overviewRulerLanes": 0,
    "editor.scrollbar.vertical": "hidden",
    "editor.stickyScroll.enabled": false,
    "workbench.activityBar.location": "hidden",
    "workbench.statusBar.visible": false,
  };
  const options = { theme, vsix, size, settings, workspace: join(root, "examples") };
  return withEditor({ ...options, openFile: "shop/storefront.yaml" }, async (page) => {
    await waitForSquiggle(page);
    // An earlier hover would show no fixes.
    await page.waitForTimeout(3_000);
    await runCommand(page, "View: Close Primary Side Bar");
    await scenes(page);
  });
}

async function quickFix(page: Page, name: string): Promise<void> {
  await goTo(page, image.line, image.column);
  // Scrolls, so that there is room for the menu below the line.
  await page.mouse.move(size.width / 2, size.height / 2);
  await page.mouse.wheel(0, 200);
  await page.waitForTimeout(500);
  await openLightBulb(page);
  await save(page, name);
  await page.keyboard.press("Escape");
}

async function hover(page: Page): Promise<void> {
  await page.locator(".squiggly-error").first().hover({ force: true });
  await page.waitForSelector(".monaco-hover:not(.hidden) .marker");
  await save(page, "hover-dark");
  await page.keyboard.press("Escape");
}

async function problems(page: Page): Promise<void> {
  await runCommand(page, "Kubewright: Lint the Workspace");
  await page.waitForSelector(".markers-panel .monaco-list-row");
  await save(page, "problems-dark");
}

/** Saves a screenshot, after waiting for animations and late responses. */
async function save(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(1_000);
  await page.screenshot({ path: join(images, `${name}.png`), caret: "hide" });
}
