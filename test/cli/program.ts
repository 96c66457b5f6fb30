import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Writable } from "node:stream";
import { inject, onTestFinished } from "vitest";
import { standardIo } from "../../cli/io.ts";
import { run } from "../../cli/run.ts";

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command in this process, which takes a hundredth of the time that starting the program takes. */
export async function kubewright(args: readonly string[], { cwd, env = {} }: RunOptions): Promise<Outcome> {
  const [stdout, stderr] = [new Collector(), new Collector()];
  const host = { stdout, stderr, cwd: () => cwd, env: environment(env), exitCode: undefined };
  await run(args, standardIo(host));
  return { code: host.exitCode ?? null, out: stdout.text, err: stderr.text };
}

/** A stream that is not a terminal. */
class Collector extends Writable {
  text = "";

  constructor() {
    super({ decodeStrings: false });
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk;
    done();
  }
}

/** Runs the built program to its end, for what depends on a process; a run that hangs fails. */
export function builtKubewright(
  args: readonly string[],
  { cwd, input = "", env = {} }: RunOptions & { readonly input?: string | Buffer },
): Outcome {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [inject("program"), ...args], {
    cwd,
    input,
    env: environment(env),
    timeout: 240_000,
    maxBuffer: 256 * 1024 * 1024,
  });
  if (error) throw error;
  return { code: status, out: stdout.toString("utf8"), err: stderr.toString("utf8") };
}

/** Starts the built program and leaves it running. */
export function startKubewright(args: readonly string[], cwd: string) {
  return spawn(process.execPath, [inject("program"), ...args], { cwd, env: environment({}) });
}

/** Colors only if a test requests them. */
function environment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...rest } = process.env;
  return { ...rest, ...extra };
}

/** A folder with these files, removed after the test. */
export function folderWith(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "kubewright-test-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
}

/** A Pod with one finding of `recommended`, at 7:12, that `fix --all` fixes. */
export const podWithoutTag = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
  - name: web
    image: nginx # the shop window
`;

/** Only the rule that these tests need, so that changes of other rules do not affect them. */
export const onlyTags = ["--preset", "pod-security-baseline", "--rule", "image-latest-tag"];

interface JsonFinding {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
  readonly range: {
    readonly start: { readonly line: number; readonly column: number };
    readonly end: { readonly line: number; readonly column: number };
  };
  readonly resource?: Readonly<Record<string, string>>;
  readonly path: string;
  readonly fixes: readonly { readonly title: string; readonly class: string }[];
}

export interface JsonReport {
  readonly version: number;
  readonly tool: { readonly name: string; readonly version: string };
  readonly findings: readonly JsonFinding[];
  readonly summary: Readonly<Record<string, number>>;
}

/** The output of `lint --format json`. */
export async function lintJson(args: readonly string[], options: RunOptions): Promise<JsonReport> {
  return JSON.parse((await kubewright(["lint", "--format", "json", ...args], options)).out) as JsonReport;
}
