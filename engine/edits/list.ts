import type { Value } from "../kubernetes/value.ts";
import type { EditBuilder, MaybeChange } from "./edit.ts";

/**
 * Removes several items of one list at once. The rest of a flow list is rewritten, because neighboring items share a
 * comma. A list that becomes empty is removed, too.
 *
 * @param text the text of the document
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
  const remainder = node.items.filter((item) => !removed.has(item));
  if (remainder.length === 0) return [edit.remove(list)];
  if (!node.flow) return items.map((item) => edit.remove(item));
  const between = node.items
    .slice(1)
    .map((item, at) => text.slice(node.items[at]!.end, item.propertiesStart));
  // Lists with comments or aliases are left to the user.
  if (list.shared || between.some((gap) => !/^\s*,\s*$/.test(gap))) return [undefined];
  const [first, last] = [node.items[0]!, node.items.at(-1)!];
  const newText = remainder.map((item) => text.slice(item.propertiesStart, item.end)).join(", ");
  return [edit.splice(first.propertiesStart, last.end, newText)];
}
