import { homedir } from "node:os";
import { join } from "node:path";

/**
 * The folder for caches, by platform convention: `$XDG_CACHE_HOME` or `~/.cache` on Linux
 * (https://specifications.freedesktop.org/basedir-spec/latest/), `~/Library/Caches` on macOS, `%LOCALAPPDATA%` on
 * Windows.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = environment;
  if (process.platform === "win32")
    return join(local || join(homedir(), "AppData", "Local"), "kubewright", "cache");
  if (xdg?.startsWith("/")) return join(xdg, "kubewright");
  return process.platform === "darwin"
    ? join(homedir(), "Library", "Caches", "kubewright")
    : join(homedir(), ".cache", "kubewright");
}
