import type { Value } from "../kubernetes/value.ts";

/** A key, an index in a list, or all items of a list. */
export type FieldStep = string | number | typeof every;

export const every = Symbol("[*]");

const step = /(?:^|\.)([\w-]+)|\[(?:(\d{1,6})|(\*)|"([^"\\]+)"|'([^'\\]+)')\]/y;

/**
 * Parses `spec.containers[0].image`, `metadata.labels["app.kubernetes.io/name"]` or `spec.containers[*]`; `undefined`
 * for other texts.
 */
export function parseFieldPath(text: string): readonly FieldStep[] | undefined {
  const steps: FieldStep[] = [];
  step.lastIndex = 0;
  for (let at = 0; at < text.length; at = step.lastIndex) {
    const match = step.exec(text);
    if (!match) return undefined;
    const [, plain, index, all, double, single] = match;
    steps.push(index === undefined ? (all ? every : (plain ?? double ?? single)!) : Number(index));
  }
  return typeof steps[0] === "string" ? steps : undefined;
}

/** All existing values at a path. */
export function valuesAt(root: Value, path: readonly FieldStep[]): readonly Value[] {
  return path.reduce<readonly Value[]>(
    (values, step) => values.flatMap((value) => (step === every ? value.items() : (value.child(step) ?? []))),
    [root],
  );
}

/** The value at a path, or its nearest existing parent; `undefined` if there is none. */
export function nearestAt(root: Value, path: readonly FieldStep[]): Value | undefined {
  let nearest: Value | undefined;
  for (let length = 1; length <= path.length; length++) {
    const [next] = valuesAt(root, path.slice(0, length));
    if (!next) break;
    nearest = next;
  }
  return nearest;
}
