import type { Rule } from "../rule/rule.ts";
import type { Completion, Completions } from "./completion.ts";
import { type ConfigChoice, placeAt } from "./config-keys.ts";

/** Completions at an offset of a `.kubewright.yaml` in block style; `undefined` if any text is valid. */
export function configCompletions(
  text: string,
  offset: number,
  registry: readonly Rule[],
): Completions | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const [, prefix, before] = /^([ ]*(?:-[ ]+)*)(.*)$/s.exec(text.slice(start, offset))!;
  const value = /^([\w./-]+):[ ]+["']?([\w./-]*)$/.exec(before!);
  const typed = value ? value[2]! : before!;
  if (!/^[\w./-]*$/.test(typed)) return undefined;
  const parents = parentsOf(text.slice(0, start), prefix!.length);
  const { keys, values } = placeAt(value ? [...parents, value[1]!] : parents, registry);
  // A list item can be a value or start a mapping.
  const isItem = prefix!.includes("-");
  const items = value
    ? values.map((choice) => completion(choice, choice.name))
    : [
        ...(isItem ? values : []).map((choice) => completion(choice, choice.name)),
        ...keys.map((choice) => completion(choice, keyText(choice, text, offset))),
      ];
  if (items.length === 0) return undefined;
  const end = offset + /^[\w./-]*/.exec(text.slice(offset, offset + 200))![0].length;
  const from = offset - typed.length;
  return {
    insert: { start: from, end: offset },
    replace: { start: from, end },
    items,
    isIncomplete: false,
  };
}

/** The parent keys of a position, outermost first. Each is indented less than the next. */
function parentsOf(above: string, column: number): readonly string[] {
  const parents: string[] = [];
  let left = column;
  const lines = above.split("\n");
  for (let at = lines.length - 1; 0 <= at && 0 < left; at--) {
    const [, prefix, key] = /^([ ]*(?:-[ ]+)*)([\w./-]+):(?:[ ]|\r?$)/.exec(lines[at]!) ?? [];
    if (prefix === undefined || key === undefined || left <= prefix.length) continue;
    parents.unshift(key);
    left = prefix.length;
  }
  return parents;
}

/** With a colon, unless there is one already. */
function keyText({ name, opens }: ConfigChoice, text: string, offset: number): string {
  if (/^[\w./-]*[ ]*:/.test(text.slice(offset, offset + 200))) return name;
  return opens ? `${name}:` : `${name}: `;
}

function completion({ name, description, mark }: ConfigChoice, text: string): Completion {
  return {
    label: name,
    kind: text === name ? "choice" : "key",
    detail: description?.replaceAll("`", ""),
    mark,
    text,
    filter: name,
    ended: false,
  };
}
