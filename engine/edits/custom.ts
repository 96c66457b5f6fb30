import type { Value } from "../kubernetes/value.ts";
import type { PlainValue } from "../yaml/edit/change.ts";
import type { EditBuilder, MaybeChange } from "./edit.ts";
import { type FieldStep, valuesAt } from "./field-path.ts";

/** A change that a custom rule makes. */
export type CustomEdit =
  | { readonly type: "set" | "append"; readonly path: readonly FieldStep[]; readonly value: PlainValue }
  | { readonly type: "remove"; readonly path: readonly FieldStep[] }
  | { readonly type: "rename"; readonly path: readonly FieldStep[]; readonly to: string };

/** The changes of an object; `undefined` if there is nothing to change. */
export function customChanges(
  root: Value,
  edits: readonly CustomEdit[],
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  const changes = edits.flatMap((one) => changesOf(root, one, edit));
  return changes.length > 0 ? changes : undefined;
}

function changesOf(root: Value, one: CustomEdit, edit: EditBuilder): readonly MaybeChange[] {
  if (one.type === "remove") return valuesAt(root, one.path).map((value) => edit.remove(value));
  if (one.type === "rename") return valuesAt(root, one.path).map((value) => edit.renameKey(value, one.to));
  // Missing parents are created only after the last list index of the path.
  const keys = one.path.length - one.path.findLastIndex((step) => typeof step !== "string") - 1;
  const owners = valuesAt(root, one.path.slice(0, one.path.length - keys));
  const path = one.path.slice(one.path.length - keys) as readonly string[];
  return owners.map((owner) => {
    if (path.length === 0) return one.type === "set" ? edit.setValue(owner, one.value) : undefined;
    return edit[one.type](owner, path, one.value);
  });
}
