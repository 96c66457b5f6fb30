/** VS Code's workbench in a real browser, on a copy of a workspace folder. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join, resolve } from "node:path";
import { chromium, type Page } from "playwright-core";
import { type ServerOptions, startServer } from "./server.ts";

export interface WorkbenchOptions extends Pick<ServerOptions, "vsix" | "workspaceTrust" | "env"> {
  readonly workspace: string;
  /** The file to open, relative to the workspace. */
  readonly openFile?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The folder of an extension to load from its sources. */
  readonly extensionDevelopmentPath?: string;
  /** The built test suite to run in the extension host. */
  readonly extensionTestsPath?: string;
  readonly size?: { readonly width: number; readonly height: number };
  /** Prepares the page before VS Code loads. */
  readonly prepare?: (page: Page) => Promise<void>;
}

export interface Workbench {
  readonly page: Page;
  /** The copy of the workspace, where the editor saves files. */
  readonly workspace: string;
}

/** The browser on PATH that Playwright can drive, if there is one. */
export function findChromium(): string | undefined {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
}

/** Opens VS Code, calls `use`, and always shuts everything down. Rethrows errors of `use`. */
export async function withWorkbench<T>(
  options: WorkbenchOptions,
  use: (workbench: Workbench) => Promise<T>,
): Promise<T> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("there is no chromium on PATH");
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "kubewright-editor-")));
  const workspace = join(folder, basename(resolve(options.workspace)));
  const closers: (() => Promise<unknown>)[] = [];
  try {
    cpSync(options.workspace, workspace, { recursive: true });
    const serverFolder = join(folder, "server");
    mkdirSync(serverFolder);
    const server = await startServer({ settings: {}, ...options, folder: serverFolder });
    closers.unshift(server.stop);

    const browser = await chromium.launch({ executablePath, args: chromiumFlags });
    closers.unshift(() => browser.close());
    const viewport = options.size ?? { width: 1280, height: 800 };
    const page = await browser.newPage({ viewport });
    await options.prepare?.(page);
    await page.goto(workbenchUrl(server.authority, workspace, options), { timeout: 120_000 });
    return await use({ page, workspace });
  } finally {
    for (const close of closers) await close().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const chromiumFlags = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

function workbenchUrl(authority: string, workspace: string, options: WorkbenchOptions): string {
  const remote = (path: string): string => `vscode-remote://${authority}${path}`;
  const payload: (readonly [string, string])[] = [];
  const { extensionDevelopmentPath, extensionTestsPath, openFile } = options;
  if (extensionDevelopmentPath !== undefined) {
    payload.push(["extensionDevelopmentPath", remote(resolve(extensionDevelopmentPath))]);
  }
  if (extensionTestsPath !== undefined)
    payload.push(["extensionTestsPath", remote(resolve(extensionTestsPath))]);
  if (openFile !== undefined) payload.push(["openFile", remote(join(workspace, openFile))]);
  const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) });
  return `http://${authority}/?${query}`;
}
