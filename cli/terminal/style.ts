import type { Severity } from "../../engine/index.ts";

/** Colors text, or leaves it unchanged. */
export interface Style {
  severity(severity: Severity, text: string): string;
  bold(text: string): string;
  dim(text: string): string;
  added(text: string): string;
  removed(text: string): string;
}

/** Whether a stream gets colors. Sources: https://no-color.org, https://force-color.org */
export function wantsColor(isTerminal: boolean, environment: NodeJS.ProcessEnv): boolean {
  if (environment["NO_COLOR"]) return false;
  const { FORCE_COLOR: force } = environment;
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  return isTerminal && environment["TERM"] !== "dumb";
}

const severityCodes: Record<Severity, string> = { error: "31", warning: "33", information: "36", hint: "35" };

export function style(colored: boolean): Style {
  const paint = (code: string, text: string) => (colored ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    severity: (severity, text) => paint(severityCodes[severity], text),
    bold: (text) => paint("1", text),
    dim: (text) => paint("2", text),
    added: (text) => paint("32", text),
    removed: (text) => paint("31", text),
  };
}
