import type { ScalarNode } from "./node.ts";

export type ScalarValue = string | number | boolean | null;

/**
 * The value that the API server sees for a scalar.
 *
 * Kubernetes reads manifests with sigs.k8s.io/yaml (a fork of go-yaml v2): neither YAML 1.1 nor 1.2. `y`, `on`
 * and `off` are booleans, `017` and `0o17` are 15, `1_000` is 1000, but `1:30` and dates stay strings.
 * Checked against kubectl's own decoder in test/oracle.
 */
export function scalarValue(node: ScalarNode): ScalarValue {
  if (node.tag !== undefined) return taggedValue(node.tag, node.text, node.style === "plain");
  return node.style === "plain" ? plainValue(node.text) : node.text;
}

/** Whether a plain scalar of this text would be read as the same string. */
export function isPlainString(text: string): boolean {
  return typeof plainValue(text) === "string";
}

const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...["y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"].map((w) => [w, true] as const),
  ...["n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"].map(
    (w) => [w, false] as const,
  ),
  ...["", "~", "null", "Null", "NULL"].map((w) => [w, null] as const),
]);

function plainValue(text: string): ScalarValue {
  if (text.length <= 5) {
    const word = words.get(text);
    if (word !== undefined) return word;
  }
  const first = text.charCodeAt(0);
  // Digits, sign and dot are the only starts of a number; everything else is a string.
  if (!((0x30 <= first && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e)) return text;
  return numberValue(text) ?? text;
}

function numberValue(text: string): number | undefined {
  const digits = text.replaceAll("_", "");
  const integer = /^([-+]?)(?:0b([01]+)|0x([\da-fA-F]+)|0o?([0-7]+)|(\d+))$/.exec(digits);
  if (integer) {
    const [, sign, binary, hexadecimal, octal, decimal] = integer;
    const magnitude =
      binary !== undefined
        ? Number.parseInt(binary, 2)
        : hexadecimal !== undefined
          ? Number.parseInt(hexadecimal, 16)
          : octal !== undefined
            ? Number.parseInt(octal, 8)
            : Number(decimal);
    return sign === "-" ? -magnitude : magnitude;
  }
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(digits)) return Number(digits);
  return undefined;
}

function taggedValue(tag: string, text: string, plain: boolean): ScalarValue {
  if (tag === "!!str" || tag === "!" || tag === "tag:yaml.org,2002:str") return text;
  if (tag === "!!binary") return text;
  if (!plain && !/^!!(?:int|float|bool|null)$/.test(tag)) return text;
  return plainValue(text);
}
