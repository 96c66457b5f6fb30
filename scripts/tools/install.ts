import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { type Tool, toolFolder } from "./cache.ts";

export interface Recipe {
  readonly tool: Tool;
  /** Fills an empty folder with the tool. */
  readonly fill: (folder: string) => void;
}

/**
 * Installs a tool into the cache unless it is there. Builds in a temporary folder and renames it at the end, so an
 * interrupted or concurrent installation never leaves an incomplete tool.
 */
export function installTool({ tool, fill }: Recipe): void {
  const folder = toolFolder(tool);
  if (!existsSync(folder)) {
    console.error(`installing ${tool.name} ${tool.version} …`);
    const partial = `${folder}.partial-${process.pid}`;
    try {
      mkdirSync(partial, { recursive: true });
      fill(partial);
      if (!existsSync(folder)) renameSync(partial, folder);
    } finally {
      rmSync(partial, { recursive: true, force: true });
    }
  }
  console.log(`${tool.name} ${tool.version}: ${folder}`);
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** In milliseconds; none by default. */
  readonly timeout?: number;
}

/** Runs a program and returns its standard output; throws with the end of its output if it fails. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  { env = process.env, timeout }: RunOptions = {},
): string {
  const result = spawnSync(command, args, {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    ...(timeout !== undefined && { timeout }),
  });
  if (result.status === 0) return result.stdout;
  const output = result.error?.message ?? `${result.stdout}${result.stderr}`;
  throw new Error(`${command} ${args.join(" ")} failed:\n${output.split("\n").slice(-40).join("\n")}`);
}
