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
  const changes = edits.flatMap((customEdit) => changesOf(root, customEdit, edit));
  return changes.length > 0 ? changes : undefined;
}

function changesOf(root: Value, customEdit: CustomEdit, edit: EditBuilder): readonly MaybeChange[] {
  if (customEdit.type === "remove") return valuesAt(root, customEdit.path).map((value) => edit.remove(value));
  if (customEdit.type === "rename")
    return valuesAt(root, customEdit.path).map((value) => edit.renameKey(value, customEdit.to));
  // Missing parents are created only after the last list index of the path.
  const keys = customEdit.path.length - customEdit.path.findLastIndex((step) => typeof step !== "string") - 1;
  const owners = valuesAt(root, customEdit.path.slice(0, customEdit.path.length - keys));
  const path = customEdit.path.slice(customEdit.path.length - keys) as readonly string[];
  return owners.map((owner) => {
    if (path.length === 0)
      return customEdit.type === "set" ? edit.setValue(owner, customEdit.value) : undefined;
    return edit[customEdit.type](owner, path, customEdit.value);
  });
}
