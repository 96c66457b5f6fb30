import type { Value } from "./value.ts";

/** The values at a path below an owner; `*` means each item of a list: `containers.*.name`. */
export function valuesAt(owner: Value, path: string): readonly Value[] {
  return stepsOf(path).reduce<readonly Value[]>(
    (values, step) => values.flatMap((value) => (step === "*" ? value.items() : (value.at(step) ?? []))),
    [owner],
  );
}

const steps = new Map<string, readonly string[]>();

function stepsOf(path: string): readonly string[] {
  const split = steps.get(path) ?? path.split(".");
  steps.set(path, split);
  return split;
}
