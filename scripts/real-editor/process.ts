/** Child processes that end with this process, however it ends. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

const groups = new Set<number>();

/** Starts a program as the leader of its own process group, so that its children can be terminated with it. */
export function spawnGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  endGroupsWithUs();
  const child = spawn(command, [...args], { ...options, detached: true });
  if (child.pid !== undefined) groups.add(child.pid);
  return child;
}

/** Terminates the group gracefully, and after three seconds by force. */
export async function endGroup(child: ChildProcess): Promise<void> {
  const group = child.pid;
  if (group === undefined) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  if (child.exitCode === null && child.signalCode === null) {
    killGroup(group, "SIGTERM");
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 3_000).unref())]);
  }
  killGroup(group, "SIGKILL");
  groups.delete(group);
}

let watching = false;

function endGroupsWithUs(): void {
  if (watching) return;
  watching = true;
  process.on("exit", () => {
    for (const group of groups) killGroup(group, "SIGKILL");
  });
  // Without a listener, these signals would end this process without an "exit" event.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(1));
}

function killGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // All members of the group have ended already.
  }
}
