import { lineTable } from "../../engine/text/lines.ts";
import type { Range } from "../../engine/text/range.ts";
import type { Example } from "./page.ts";

/** How the findings of a rule differ from the marks of an example, with the lines of the page. */
export function describeMismatches(
  { role, text, marks, line }: Example,
  findings: readonly (Range & { readonly message: string })[],
  page: string,
): readonly string[] {
  if (role === "clean" && marks.length > 0) return [`${page}:${line} a clean example cannot have ⟦…⟧`];
  const show = ({ start, end }: Range) =>
    `${page}:${line + 1 + lineTable(text).positionAt(start).line} "${text.slice(start, end).split("\n")[0]}"`;
  return [
    ...without(marks, findings).map((mark) => `${show(mark)} is in ⟦…⟧, but the rule does not report it`),
    ...without(findings, marks).map(
      (finding) => `${show(finding)} is not in ⟦…⟧, but the rule reports: ${finding.message}`,
    ),
  ];
}

/** The ranges that are not among the others, counting each of several equal ranges. */
function without<Item extends Range>(ranges: readonly Item[], others: readonly Range[]): readonly Item[] {
  const left = others.map(({ start, end }) => `${start}-${end}`);
  return ranges.filter(({ start, end }) => {
    const at = left.indexOf(`${start}-${end}`);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
