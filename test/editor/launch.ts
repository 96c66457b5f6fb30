/** Shared by the two launchers. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface LaunchOptions {
  readonly extension: string;
  /** The built suite. */
  readonly suite: string;
  /** Copied first, because tests edit it. */
  readonly workspace: string;
  /** The user has not trusted the workspace. */
  readonly restricted?: boolean;
  /** Only tests whose full names contain it; empty for all. */
  readonly grep: string;
  /** The editor is closed after this many milliseconds, and the run counts as failed. */
  readonly timeout: number;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The initial settings of the tests. */
export const testSettings = {
  "files.autoSave": "off",
  "editor.formatOnSave": false,
  // No one is there to answer a prompt for trust.
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.untrustedFiles": "open",
};

/**
 * Runs `editor` with an environment in which the suite writes its report and counts, and prints the report.
 * If the suite does not finish, that is one failed test, and the editor's own `log` is printed.
 */
export async function countTests(
  { grep }: LaunchOptions,
  editor: (env: Record<string, string>) => Promise<void>,
  log: readonly string[] = [],
): Promise<Counts> {
  const results = mkdtempSync(join(tmpdir(), "kubewright-results-"));
  try {
    let trouble: unknown = "the editor closed before";
    await editor({ KUBEWRIGHT_EDITOR_RESULTS: results, KUBEWRIGHT_EDITOR_GREP: grep }).catch(
      (error: unknown) => {
        trouble = error;
      },
    );
    console.log(read(join(results, "report.txt")) ?? "");
    const counts = read(join(results, "counts.json"));
    if (counts !== undefined) return JSON.parse(counts) as Counts;
    for (const line of log) console.error(line);
    console.error("the suite did not run to its end:", trouble);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

/** Rejects if `work` takes longer than `timeout` milliseconds. */
export async function within<T>(timeout: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${timeout / 1000} s`)), timeout);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function read(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
