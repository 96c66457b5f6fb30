import type { Value } from "./value.ts";

/**
 * What a Helm template writes for an unquoted number or boolean, where that differs from the text in the values file.
 * Helm reads every number as a float64 and prints it as Go's `%v` does. Source: https://pkg.go.dev/strconv#FormatFloat
 */
export function changedByHelm({ value, scalar }: Value): string | undefined {
  if (scalar === undefined || (typeof value !== "number" && typeof value !== "boolean")) return undefined;
  const rendered = typeof value === "number" ? inGo(value) : `${value}`;
  return rendered === scalar.text ? undefined : rendered;
}

/** Go uses an exponent of at least two digits below 1e-4 and from 1e6 on. */
function inGo(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || (1e-4 <= size && size < 1e6)) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}
