import { type Line, lineAbove } from "./line.ts";
import type { YamlProblem } from "./node.ts";
import { columns } from "./overhang.ts";

/** Two dashes that are further apart are probably not meant for one list. */
const most = 3;

/** The problem of a list item whose dash is slightly to the left or right of the dash above. */
export function strayDashOf(text: string, line: Line): YamlProblem | undefined {
  if (!isItem(line)) return undefined;
  for (let above = lineAbove(text, line), steps = 0; above && steps < 1000; steps++) {
    const distance = line.indent - above.indent;
    if (most < distance || (isItem(above) && distance === 0)) return undefined;
    if (isItem(above) && -most <= distance) {
      const start = line.start + line.indent;
      const amount = `${columns(Math.abs(distance))} ${distance < 0 ? "less" : "more"}`;
      const message = `This list item is indented ${amount} than the item above it`;
      return { code: "syntax", start, end: start + 1, message };
    }
    above = lineAbove(text, above);
  }
  return undefined;
}

function isItem({ start, indent, content }: Line): boolean {
  return start + indent < content;
}
