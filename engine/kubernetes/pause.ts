import { type Container, commandWords } from "./containers.ts";

/**
 * Whether a container only keeps its pod alive: the program of a pause image waits for signals in a few hundred
 * kilobytes and serves no requests. With a command or arguments it can do anything. Source:
 * https://github.com/kubernetes/kubernetes/tree/master/build/pause
 */
export function isPause(container: Container): boolean {
  const image = container.at("image")?.string;
  if (image === undefined || container.at("command") || container.at("args")) return false;
  return /(?:^|\/)pause(?:-(?:amd64|arm64|arm|ppc64le|s390x))?(?:[:@]|$)/.test(image);
}

/**
 * Whether a container only waits for someone to open a shell in it or for its time to run out. It serves no requests.
 */
export function isAsleep(container: Container): boolean {
  const words = commandWords(container).map(({ string }) => string);
  const [program, ...rest] = words;
  if (program === undefined || rest.includes(undefined)) return false;
  // `sh -c "sleep 3600"`, also with more shell options.
  if (/(?:^|\/)(?:ba|da|a)?sh$/.test(program)) {
    const script = rest.find((word) => !/^[-+]/.test(word!));
    return rest.some((word) => /^-\w*c$/.test(word!)) && script !== undefined && isIdle(script);
  }
  return isIdle(words.join(" "));
}

/** Whether a script only waits and serves no requests. */
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
