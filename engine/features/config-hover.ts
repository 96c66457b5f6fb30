import { Value } from "../kubernetes/value.ts";
import type { Rule } from "../rule/rule.ts";
import type { Range } from "../text/range.ts";
import { parseYaml } from "../yaml/parse.ts";
import { type ConfigChoice, placeAt } from "./config-keys.ts";

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
      const { start, end } = entry.key;
      const choice = placeAt(path, registry).keys.find(({ name }) => name === entry.name);
      return choice && cardOf(choice, { start, end });
    }
    path.push(entry.name);
    current = entry.value;
  }
  return undefined;
}

function cardOf({ name, description, mark }: ConfigChoice, range: Range): ConfigKeyCard | undefined {
  if (description === undefined) return undefined;
  if (mark === undefined) return { range, name, text: description, rule: undefined };
  return { range, name, text: `${description} Severity: \`${mark}\`.`, rule: name };
}
