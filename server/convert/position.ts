import type { Range } from "vscode-languageserver/node";
import type { LineTable } from "../../engine/index.ts";

/** A range of offsets as LSP counts it. Both count UTF-16 code units, so only the lines must be computed. */
export function toRange(
  lines: LineTable,
  { start, end }: { readonly start: number; readonly end: number },
): Range {
  return { start: lines.positionAt(start), end: lines.positionAt(end) };
}
