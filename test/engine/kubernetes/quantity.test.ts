import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseQuantity } from "../../../engine/kubernetes/quantity.ts";

const one = 1_000_000_000n;

describe("parseQuantity", () => {
  test.each([
    ["1", one],
    ["0", 0n],
    ["-2", -2n * one],
    ["+2", 2n * one],
    ["0.5", one / 2n],
    [".5", one / 2n],
    ["1.", one],
    ["100m", one / 10n],
    ["0.1m", 100_000n],
    ["1u", 1_000n],
    ["1n", 1n],
    ["1k", 1_000n * one],
    ["1Ki", 1_024n * one],
    ["1.5Gi", 1_610_612_736n * one],
    ["128Mi", 134_217_728n * one],
    ["1E", 10n ** 18n * one],
    ["1Ei", 2n ** 60n * one],
    ["1e3", 1_000n * one],
    ["1E3", 1_000n * one],
    ["5e-1", one / 2n],
    ["12E+2", 1_200n * one],
    ["m", 0n],
    ["e3", 0n],
    [".", 0n],
    ["+", 0n],
  ])("%s", (text, amount) => {
    expect(parseQuantity(text)).toBe(amount);
  });

  test("rounds up fractions of a billionth", () => {
    expect(parseQuantity("0.1n")).toBe(1n);
    expect(parseQuantity("0.0000000001")).toBe(1n);
    expect(parseQuantity("1.0000000001Ki")).toBe(1_024_000_000_103n);
  });

  test.each([
    "",
    "1 Gi",
    "1GB",
    "1K",
    "1mi",
    "1Mb",
    "0x10",
    "1e",
    "1e3Mi",
    "1.2.3",
    "--1",
    "1e999999999",
    "9".repeat(1_000_000),
    "${LIMIT}",
  ])("refuses %.20s", (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  test("a number has the same value in any notation", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), (number) => {
        const amount = BigInt(number) * one;
        expect(parseQuantity(`${number}`)).toBe(amount);
        expect(parseQuantity(`${number}000m`)).toBe(amount);
        expect(parseQuantity(`${number}e0`)).toBe(amount);
        expect(parseQuantity(`${number}Ki`)).toBe(amount * 1024n);
      }),
    );
  });
});
