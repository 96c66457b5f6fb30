import type { Value } from "../kubernetes/value.ts";
import type { EditBuilder, MaybeChange } from "./edit.ts";

/**
 * Removes several items of one list at once. What is left of a list on one line is rewritten, because two neighbors there
 * share their comma; a list that becomes empty goes, too.
 *
 * @param text of the document
 */
export function removeItems(
  items: readonly Value[],
  text: string,
  edit: EditBuilder,
): readonly MaybeChange[] {
  const list = items[0]?.parent;
  const { node } = list ?? {};
  if (!list || node?.kind !== "sequence") return [undefined];
  const removed = new Set(items.map((item) => item.node));
  const kept = node.items.filter((item) => !removed.has(item));
  if (kept.length === 0) return [edit.remove(list)];
  if (!node.flow) return items.map((item) => edit.remove(item));
  const between = node.items
    .slice(1)
    .map((item, at) => text.slice(node.items[at]!.end, item.propertiesStart));
  // A comment or a shared list is left to a person.
  if (list.shared || between.some((gap) => !/^\s*,\s*$/.test(gap))) return [undefined];
  const [first, last] = [node.items[0]!, node.items.at(-1)!];
  const written = kept.map((item) => text.slice(item.propertiesStart, item.end)).join(", ");
  return [edit.splice(first.propertiesStart, last.end, written)];
}
