import type { Environment } from "@marcbachmann/cel-js";
import { parseQuantity } from "../kubernetes/quantity.ts";

const unit = 1_000_000_000n;
const largest = 2n ** 63n - 1n;

/** An amount in billionths, as a value of the language. */
class QuantityValue {
  readonly amount: bigint;
  constructor(amount: bigint) {
    this.amount = amount;
  }
}

/**
 * Kubernetes' quantity library. Also accepts a number, because the API server would have turned it into a string.
 * Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-quantity-library
 */
export function registerQuantities(environment: Environment): void {
  const type = "kubernetes.Quantity";
  environment.registerType(type, { ctor: QuantityValue, fields: {} });
  const read = (text: unknown): QuantityValue => {
    const amount = parseQuantity(String(text));
    if (amount === undefined) throw new Error(`"${text}" is no quantity`);
    return new QuantityValue(amount);
  };
  for (const from of ["string", "int", "double"]) {
    environment.registerFunction(`quantity(${from}): ${type}`, read, sync);
    environment.registerFunction(
      `isQuantity(${from}): bool`,
      (text: unknown) => parseQuantity(String(text)) !== undefined,
      sync,
    );
  }
  type Own = QuantityValue;
  const method = (signature: string, handler: (own: Own, other: never) => unknown) =>
    environment.registerFunction(`${type}.${signature}`, handler as (...args: never[]) => unknown, sync);
  const integer = ({ amount }: Own) =>
    amount % unit === 0n && -largest - 1n <= amount / unit && amount / unit <= largest;
  method("isInteger(): bool", integer);
  method("asInteger(): int", (own) => {
    if (!integer(own)) throw new Error("the quantity is no integer");
    return own.amount / unit;
  });
  method("asApproximateFloat(): double", ({ amount }) => Number(amount) / 1e9);
  method("sign(): int", ({ amount }) => (amount > 0n ? 1n : amount < 0n ? -1n : 0n));
  method(`add(${type}): ${type}`, (own, other: Own) => new QuantityValue(own.amount + other.amount));
  method(`add(int): ${type}`, (own, other: bigint) => new QuantityValue(own.amount + other * unit));
  method(`sub(${type}): ${type}`, (own, other: Own) => new QuantityValue(own.amount - other.amount));
  method(`sub(int): ${type}`, (own, other: bigint) => new QuantityValue(own.amount - other * unit));
  method(`isLessThan(${type}): bool`, (own, other: Own) => own.amount < other.amount);
  method(`isGreaterThan(${type}): bool`, (own, other: Own) => own.amount > other.amount);
  method(`compareTo(${type}): int`, (own, other: Own) => compared(own.amount, other.amount));
  environment.registerOperator(`${type} == ${type}`, (own: Own, other: Own) => own.amount === other.amount);
}

const sync = { async: false } as const;

function compared(a: bigint, b: bigint): bigint {
  return a < b ? -1n : a > b ? 1n : 0n;
}
