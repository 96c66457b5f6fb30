import { spawn } from "node:child_process";
import { homedir } from "node:os";
import { fieldsOf, parseJson, textOf } from "./json.ts";
import type { Lookup } from "./login.ts";

/** Milliseconds: a helper that asks a person something would make everything wait. */
const helperTimeout = 5_000;
const maxOutput = 1024 * 1024;

/**
 * Asks a credential helper: a program `docker-credential-NAME` with the argument `get`, the address on its standard
 * input and JSON on its output. Protocol: https://github.com/docker/docker-credential-helpers.
 *
 * What it writes is never repeated, since it may hold secrets. Never rejects.
 */
export function askHelper(name: string, address: string, environment: NodeJS.ProcessEnv): Promise<Lookup> {
  // A path would run any program.
  if (!/^[\w.-]{1,100}$/.test(name))
    return Promise.resolve(problem("the Docker configuration names a credential helper that cannot be one"));
  const program = `docker-credential-${name}`;
  return new Promise((resolve) => {
    const child = spawn(program, ["get"], {
      env: environment,
      // Windows looks for programs in the current folder first, which may hold somebody else's files.
      cwd: homedir(),
      stdio: ["pipe", "pipe", "ignore"],
      windowsHide: true,
      // A process group of its own, so that what a helper has started does not outlive it.
      detached: process.platform !== "win32",
    });
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (lookup: Lookup) => {
      clearTimeout(timer);
      resolve(lookup);
    };
    const stop = (said: string) => {
      kill(child.pid, () => child.kill("SIGKILL"));
      child.stdout.destroy();
      settle(problem(`the credential helper ${program} ${said}`));
    };
    const timer = setTimeout(() => stop(`did not answer within ${helperTimeout / 1000} s`), helperTimeout);
    child.on("error", (error) => {
      const missing = "code" in error && error.code === "ENOENT";
      settle(
        problem(`the credential helper ${program} ${missing ? "is not installed" : "cannot be started"}`),
      );
    });
    // It may end without reading.
    child.stdin.on("error", () => {});
    child.stdin.end(address);
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (maxOutput < size) stop("answers too much");
      else chunks.push(chunk);
    });
    child.on("close", (code) => settle(understand(program, code, Buffer.concat(chunks).toString("utf8"))));
  });
}

function understand(program: string, code: number | null, output: string): Lookup {
  if (code !== 0) {
    // The one message that all helpers have in common.
    if (output.includes("credentials not found")) return { credentials: undefined, problem: undefined };
    return problem(`the credential helper ${program} failed`);
  }
  const { Username: username, Secret: secret } = fieldsOf(parseJson(output));
  const password = textOf(secret);
  if (typeof username !== "string" || password === undefined)
    return problem(`the credential helper ${program} gave an answer that has no credentials`);
  return username === "<token>"
    ? { credentials: { kind: "identity", token: password }, problem: undefined }
    : { credentials: { kind: "password", username, password }, problem: undefined };
}

function problem(text: string): Lookup {
  return { credentials: undefined, problem: text };
}

function kill(pid: number | undefined, otherwise: () => void): void {
  try {
    if (pid === undefined || process.platform === "win32") otherwise();
    else process.kill(-pid, "SIGKILL");
  } catch {
    otherwise();
  }
}
