import { type Container, commandWords } from "./containers.ts";

/**
 * Whether an init container only prepares volumes or the kernel for the other containers, which requires root: it changes
 * owners, permissions or kernel parameters, and exits before they start.
 */
export function isPreparation({ role, name, value }: Container): boolean {
  if (role !== "init") return false;
  const words = commandWords(value);
  const script = words
    .map(({ string }) => string ?? "?")
    .filter((word) => !shellWord.test(word))
    .join(" ");
  if (!preparing.test(script)) return false;
  return /permission/.test(name ?? "") || statementsOf(script).every((statement) => harmless.test(statement));
}

const shellWord = /^(?:(?:\/\S*\/)?(?:ba|da|a)?sh|\/bin\/busybox|busybox|-[ceux]+)$/;

const preparing = /(?:^|[\s;&|(`/])(?:chown|chmod|chgrp|sysctl)(?:\s|$)/m;

/** What else such scripts run: tests, output, and commands that create directories and files. */
const harmless =
  /^(?:\S*\/)?(?:chown|chmod|chgrp|sysctl|mkdir|install|touch|test|\[{1,2}|echo|printf|true|:|exit|set|cd|ls|find|id|stat)(?:\s|$)/;

/** The simple commands of a script, without the shell keywords around them. */
function statementsOf(script: string): readonly string[] {
  return script
    .replaceAll("\\\n", " ")
    .replaceAll(/^\s*#.*$/gm, "")
    .split(/[;\n]|&&|\|\|/)
    .map((statement) => statement.trim().replace(/^(?:(?:if|then|else|elif|do|!|\{|\()\s+)+/, ""))
    .filter((statement) => statement !== "" && !/^(?:fi|done|else|then|\}|\))$/.test(statement));
}
