import type { Value } from "./value.ts";

/**
 * An amount of a resource in billionths (1 is 1,000,000,000n, `100m` is 100,000,000n), the API's finest unit. Source:
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export type Quantity = bigint;

/** The power of ten of each decimal suffix, counted from billionths. */
const decimal: ReadonlyMap<string, number> = new Map([
  ["n", 0],
  ["u", 3],
  ["m", 6],
  ["", 9],
  ["k", 12],
  ["M", 15],
  ["G", 18],
  ["T", 21],
  ["P", 24],
  ["E", 27],
]);

const binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/** Sign, digits, digits after the point, and either a suffix or an exponent. */
const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:([numkMGTPE]|[KMGTPE]i|)|[eE]([+-]?\d+))$/;

/** No real amount is longer, and parsing a longer number would take more than linear time. */
const longest = 60;

/** Parses a quantity, rounding up below a billionth as the API does; `undefined` if it is invalid. */
export function parseQuantity(text: string): Quantity | undefined {
  const match = text !== "" && text.length <= longest ? form.exec(text) : null;
  if (!match) return undefined;
  const [, sign, whole = "", fraction = "", suffix = "", exponent] = match;
  // A sign, a point, a suffix or an exponent alone means 0.
  if (whole === "" && fraction === "") return 0n;
  const isBinary = binary.includes(suffix);
  const power = (isBinary ? 9 : decimal.get(suffix)!) + Number(exponent ?? 0) - fraction.length;
  if (Math.abs(power) > longest) return undefined;
  let amount = BigInt(whole + fraction);
  if (isBinary) amount <<= BigInt(10 * (binary.indexOf(suffix) + 1));
  amount = power < 0 ? divideUp(amount, 10n ** BigInt(-power)) : amount * 10n ** BigInt(power);
  return sign === "-" ? -amount : amount;
}

/** The quantity that a scalar holds; `undefined` for anything else, or if it is filled in later. */
export function quantityOf(value: Value | undefined): Quantity | undefined {
  const amount = value?.value;
  if (typeof amount === "number") return parseQuantity(String(amount));
  return typeof amount === "string" ? parseQuantity(trimmed(amount)) : undefined;
}

/** Whether a text has the form of a quantity, however large. Spaces around it are ignored, as the API server does. */
export function isQuantity(text: string): boolean {
  const amount = trimmed(text);
  return amount !== "" && form.test(amount);
}

function trimmed(text: string): string {
  return text.replace(/^ +| +$/g, "");
}

function divideUp(amount: bigint, by: bigint): bigint {
  return (amount + by - 1n) / by;
}
