import { commandWords } from "./containers.ts";
import { literal } from "./resource.ts";
import type { Value } from "./value.ts";

/** Mebibytes for each unit of a size that Java reads; without one, it is in bytes. */
const mebibytes: Readonly<Record<string, number>> = {
  "": 1 / 2 ** 20,
  k: 1 / 1024,
  m: 1,
  g: 1024,
  t: 2 ** 20,
};

/**
 * The largest maximum heap size that a container gives to Java by `-Xmx` in its command or variables, in mebibytes;
 * `undefined` if it gives none. Source: https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html
 */
export function maximumHeap(container: Value): number | undefined {
  const words = commandWords(container);
  const values = (container.at("env")?.items() ?? []).flatMap((entry) => entry.at("value") ?? []);
  const sizes = [...words, ...values].flatMap((value) =>
    [...(literal(value) ?? "").matchAll(/(?:^|[\s"'=])-Xmx(\d{1,12})([kmgt]?)(?![\w.])/gi)].map(
      ([, number, unit = ""]) => Number(number) * mebibytes[unit.toLowerCase()]!,
    ),
  );
  return sizes.length === 0 ? undefined : Math.max(...sizes);
}
