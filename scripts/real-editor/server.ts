/** The VS Code server inside code-server: the real extension host, for use in a browser. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cachedCodeServer, cachedNode24 } from "../tools/cache.ts";
import { endGroup, spawnGroup } from "./process.ts";

export interface ServerOptions {
  /** An empty folder for all files of the server. */
  readonly folder: string;
  /** VS Code settings by name. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The extension to install from its package. */
  readonly vsix?: string;
  /** Ask the user whether to trust the workspace, as VS Code does by default. */
  readonly workspaceTrust?: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

export interface EditorServer {
  /** `127.0.0.1:PORT`, which is also the authority of `vscode-remote:` URIs. */
  readonly authority: string;
  readonly stop: () => Promise<void>;
}

/** Settings that prevent VS Code from covering a test or a screenshot with its own notifications. */
const quiet = {
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "security.workspace.trust.banner": "never",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.enableExperiments": false,
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "chat.disableAIFeatures": true,
};

/** No gallery, because a server without a network would wait for it. */
const noGallery = { serviceUrl: "", itemUrl: "", resourceUrlTemplate: "" };

/** Starts the server on a free port of the loopback interface. Throws if it is not installed or does not start. */
export async function startServer(options: ServerOptions): Promise<EditorServer> {
  const node = cachedNode24();
  const vscode = cachedCodeServer();
  if (node === undefined || vscode === undefined) {
    throw new Error(
      "the VS Code of the cache is missing; install it with: npx tsx scripts/real-editor/install.ts",
    );
  }
  const main = join(vscode, "out", "server-main.js");
  const extensions = join(options.folder, "extensions");
  const data = join(options.folder, "data");
  mkdirSync(extensions, { recursive: true });
  writeSettings(data, { ...quiet, ...options.settings });

  const env = { ...process.env, EXTENSIONS_GALLERY: JSON.stringify(noGallery), ...options.env };
  const folders = ["--extensions-dir", extensions, "--server-data-dir", data];
  if (options.vsix !== undefined) {
    const args = [main, "--install-extension", options.vsix, ...folders];
    const result = spawnSync(node, args, { env, encoding: "utf8", timeout: 120_000 });
    if (result.status !== 0)
      throw new Error(`VS Code did not install ${options.vsix}:\n${result.stdout}${result.stderr}`);
  }
  const args = [
    ...[main, "--host", "127.0.0.1", "--port", "0", ...folders],
    ...["--without-connection-token", "--accept-server-license-terms", "--disable-telemetry"],
    "--enable-smoke-test-driver",
    ...(options.workspaceTrust ? [] : ["--disable-workspace-trust"]),
  ];
  const child = spawnGroup(node, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  const port = new Promise<string>((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      log += chunk.toString();
      const portNumber = /listening on (\d+)/.exec(log)?.[1];
      if (portNumber !== undefined) resolve(portNumber);
    };
    child.stdout?.on("data", onData);
    child.stderr?.on("data", onData);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the VS Code server ended with code ${code}:\n${log}`)));
    setTimeout(() => reject(new Error(`the VS Code server did not start:\n${log}`)), 60_000).unref();
  });
  try {
    return { authority: `127.0.0.1:${await port}`, stop: () => endGroup(child) };
  } catch (error) {
    await endGroup(child);
    throw error;
  }
}

/** Both as user settings and as machine settings, because each of them ignores some names. */
function writeSettings(data: string, settings: Readonly<Record<string, unknown>>): void {
  for (const scope of ["User", "Machine"]) {
    const folder = join(data, "data", scope);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "settings.json"), JSON.stringify(settings, null, 2));
  }
}
