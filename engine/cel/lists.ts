import type { Environment } from "@marcbachmann/cel-js";

const sync = { async: false } as const;

/** Kubernetes' list library. Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-list-library */
export function registerLists(environment: Environment): void {
  const add = (signature: string, handler: (...args: never[]) => unknown) =>
    environment.registerFunction(signature, handler, sync);
  add("list.isSorted(): bool", (list: readonly unknown[]) =>
    list.every((item, at) => at === 0 || compared(list[at - 1], item) <= 0),
  );
  add("list.sum(): dyn", (list: readonly unknown[]) => {
    if (list.every((item) => typeof item === "bigint")) return list.reduce((sum, item) => sum + item, 0n);
    if (list.every((item) => typeof item === "number")) return list.reduce((sum, item) => sum + item, 0);
    throw new Error("sum() wants numbers of one kind");
  });
  add("list.min(): dyn", (list: readonly unknown[]) => extreme(list, "min", -1));
  add("list.max(): dyn", (list: readonly unknown[]) => extreme(list, "max", 1));
  add("list.indexOf(dyn): int", (list: readonly unknown[], item: unknown) => BigInt(list.indexOf(item)));
  add("list.lastIndexOf(dyn): int", (list: readonly unknown[], item: unknown) =>
    BigInt(list.lastIndexOf(item)),
  );
}

function extreme(list: readonly unknown[], name: string, sign: 1 | -1): unknown {
  if (list.length === 0) throw new Error(`${name}() of an empty list`);
  return list.reduce((best, item) => (compared(item, best) * sign > 0 ? item : best));
}

function compared(a: unknown, b: unknown): number {
  const numeric = (value: unknown) => typeof value === "bigint" || typeof value === "number";
  if ((typeof a === "string" && typeof b === "string") || (numeric(a) && numeric(b)))
    return a! < b! ? -1 : a! > b! ? 1 : 0;
  throw new Error("only strings with strings, and numbers with numbers, can be compared");
}
