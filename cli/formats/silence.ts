import type { ReportedFinding } from "../report.ts";

/** What suppresses a finding, in words: `(suppressed by an annotation: why)`. */
export function silenceText({ by, text, reason }: NonNullable<ReportedFinding["silence"]>): string {
  if (by === "baseline") return "(suppressed by the baseline)";
  const why = reason === undefined ? "" : `: ${reason}`;
  return `(suppressed by the ${by} ${nameOf(text)}${why})`;
}

/** The text without its reason, which is printed separately. */
function nameOf(text: string): string {
  const [name = text] = /^#?[ \t]*[^:]*(?::ignore:[\w*-]+)?/.exec(text) ?? [];
  return name.trim();
}
