/** A measurement and the peer's, in the same unit. Less is better unless `more`. */
export interface Row {
  readonly work: string;
  readonly unit: string;
  readonly ours: number;
  readonly peer?: number;
  /** More is better: the ratio is ours to the peer's instead of the peer's to ours. */
  readonly more?: boolean;
}

/** A Markdown table; the last column shows how many times better our measurement is. */
export function table(rows: readonly Row[], peer: string): string {
  const lines = rows.map(({ work, unit, ours, peer: theirs, more }) => {
    const ratio = theirs === undefined ? undefined : more ? ours / theirs : theirs / ours;
    const cells = [
      work,
      `${figure(ours)} ${unit}`,
      theirs === undefined ? "–" : `${figure(theirs)} ${unit}`,
      ratio === undefined ? "–" : `${figure(ratio)} ×`,
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [`| work | Kubewright | ${peer} | ratio |`, "| --- | ---: | ---: | ---: |", ...lines].join("\n");
}

/** Three significant digits, with thousands separators. */
function figure(value: number): string {
  if (Number.isNaN(value)) return "–";
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(value < 1 ? 2 : 3)));
}
