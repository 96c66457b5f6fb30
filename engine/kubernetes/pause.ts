import type { Container } from "./containers.ts";

/**
 * Whether a container only holds the place of its pod: the program of a pause image waits for signals in a few hundred
 * kilobytes and serves nobody. With a command or arguments of its own it may do anything.
 * Source: https://github.com/kubernetes/kubernetes/tree/master/build/pause
 */
export function isPause(container: Container): boolean {
  const image = container.at("image")?.string;
  if (image === undefined || container.at("command") || container.at("args")) return false;
  return /(?:^|\/)pause(?:-(?:amd64|arm64|arm|ppc64le|s390x))?(?:[:@]|$)/.test(image);
}

/** Whether a container sleeps until somebody opens a shell in it. */
export function isAsleep(container: Container): boolean {
  const program = (container.at("command") ?? container.at("args"))?.items()[0]?.string;
  return program !== undefined && /(?:^|\/)sleep$/.test(program);
}
