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

/** Whether a container does nothing until somebody opens a shell in it or its time is over: it serves nobody. */
export function isAsleep(container: Container): boolean {
  const words = ["command", "args"]
    .flatMap((key) => container.at(key)?.items() ?? [])
    .map(({ string }) => string);
  const [program, ...rest] = words;
  if (program === undefined || rest.includes(undefined)) return false;
  // `sh -c "sleep 3600"`, and the same with more options of the shell.
  if (/(?:^|\/)(?:ba|da|a)?sh$/.test(program)) {
    const script = rest.find((word) => !/^[-+]/.test(word!));
    return rest.some((word) => /^-\w*c$/.test(word!)) && script !== undefined && isIdle(script);
  }
  return isIdle(words.join(" "));
}

/** Whether a script waits, and does nothing else that anybody could ask for. */
function isIdle(script: string): boolean {
  const commands = script.split(/[;\n]|&&?|\|\|/).map((command) =>
    command
      .trim()
      .replace(/^(?:do|then|exec|\{|\()\s+/, "")
      .replace(/^exec\s+/, ""),
  );
  return (
    commands.some((command) => sleeping.test(command)) && commands.every((command) => idle.test(command))
  );
}

const sleeping = /^(?:\S*\/)?(?:sleep(?:\s+\S+)?|tail\s+(?:-\w+\s+)*-?[fF]\s+\/dev\/null|pause)$/;
const idle = new RegExp(
  `${sleeping.source}|^(?:(?:echo|printf|date|trap|wait|while|until|true|false|done|exit|set|:)(?:\\s.*)?|#.*|)$`,
);
