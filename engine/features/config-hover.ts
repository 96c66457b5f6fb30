import { Value } from "../kubernetes/value.ts";
import type { Rule } from "../rule/rule.ts";
import type { Range } from "../text/range.ts";
import { parseYaml } from "../yaml/parse.ts";
import { placeAt } from "./config-keys.ts";

/** The meaning of a key of the configuration file. */
export interface ConfigKeyCard {
  readonly range: Range;
  readonly name: string;
  /** In Markdown. */
  readonly text: string;
  /** The rule that the key refers to, if any. */
  readonly rule: string | undefined;
}

/** Explains the key at an offset of a `.kubewright.yaml`. */
export function configKeyAt(
  text: string,
  offset: number,
  registry: readonly Rule[],
): ConfigKeyCard | undefined {
  const tree = parseYaml(text, "any");
  const path: string[] = [];
  let current: Value | undefined = new Value(tree, tree.root, []);
  while (current) {
    const inside: readonly Value[] = current.isSequence ? current.items() : [];
    const item = inside.find(({ node }) => node && node.start <= offset && offset <= node.end);
    const entry = current
      .entries()
      .find(
        ({ key, value }) => key.start <= offset && offset <= Math.max(key.end, value.written?.end ?? key.end),
      );
    if (!entry) {
      current = item;
      continue;
    }
    if (offset <= entry.key.end) {
      const known = placeAt(path, registry).keys.find(({ name }) => name === entry.name);
      if (known?.description === undefined) return undefined;
      const { start, end } = entry.key;
      const rule = known.mark === undefined ? undefined : known.name;
      const severity = rule === undefined ? "" : ` Severity: \`${known.mark}\`.`;
      return { range: { start, end }, name: known.name, text: `${known.description}${severity}`, rule };
    }
    path.push(entry.name);
    current = entry.value;
  }
  return undefined;
}
