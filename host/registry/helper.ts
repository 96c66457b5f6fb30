import { spawn } from "node:child_process";
import { homedir } from "node:os";
import { fieldsOf, parseJson, textOf } from "./json.ts";
import type { Lookup } from "./login.ts";

/** Milliseconds. A helper that prompts the user would block everything. */
const helperTimeout = 5_000;
const maxOutput = 1024 * 1024;

/**
 * Calls a credential helper: the program `docker-credential-NAME` with the argument `get`, the address on standard input,
 * and JSON on standard output. Protocol: https://github.com/docker/docker-credential-helpers.
 *
 * Its output is never shown, because it can contain secrets. Never rejects.
 */
export function askHelper(name: string, address: string, environment: NodeJS.ProcessEnv): Promise<Lookup> {
  // A path could run any program.
  if (!/^[\w.-]{1,100}$/.test(name))
    return Promise.resolve(problem("the Docker configuration has an invalid credential helper name"));
  const program = `docker-credential-${name}`;
  return new Promise((resolve) => {
    const child = spawn(program, ["get"], {
      env: environment,
      // Windows looks for programs in the current folder first, which is not trusted.
      cwd: homedir(),
      stdio: ["pipe", "pipe", "ignore"],
      windowsHide: true,
      // A separate process group, so that children of a helper are stopped too.
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
    const timer = setTimeout(() => stop(`did not respond within ${helperTimeout / 1000} s`), helperTimeout);
    child.on("error", (error) => {
      const missing = "code" in error && error.code === "ENOENT";
      settle(
        problem(`the credential helper ${program} ${missing ? "is not installed" : "cannot be started"}`),
      );
    });
    // It can exit without reading its input.
    child.stdin.on("error", () => {});
    child.stdin.end(address);
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (maxOutput < size) stop("printed too much output");
      else chunks.push(chunk);
    });
    child.on("close", (code) => settle(understand(program, code, Buffer.concat(chunks).toString("utf8"))));
  });
}

function understand(program: string, code: number | null, output: string): Lookup {
  if (code !== 0) {
    // The only message that all helpers share.
    if (output.includes("credentials not found")) return { credentials: undefined, problem: undefined };
    return problem(`the credential helper ${program} failed`);
  }
  const { Username: username, Secret: secret } = fieldsOf(parseJson(output));
  const password = textOf(secret);
  if (typeof username !== "string" || password === undefined)
    return problem(`the credential helper ${program} did not return credentials`);
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
