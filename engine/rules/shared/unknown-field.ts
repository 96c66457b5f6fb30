import type { EditBuilder } from "../../edits/edit.ts";
import { plainOf } from "../../kubernetes/plain.ts";
import type { Value } from "../../kubernetes/value.ts";
import type { Fix } from "../../rule/rule.ts";
import type { MeantField } from "./meant-field.ts";

/** An unknown field and what it probably should be. */
export interface MeantUnknown {
  readonly name: string;
  readonly meant: MeantField | undefined;
  /** Where it belongs, in words; empty if it only has a different name. */
  readonly place: string;
  readonly value: Value | undefined;
  /** The text of the document. */
  readonly text: string;
}

/** The end of a sentence about an unknown field that makes its object rejected. */
export function adviceOn(meant: MeantField | undefined, place: string): string {
  if (meant?.kind === "name") return `; did you mean ${meant.name}?`;
  return meant ? `; it belongs in ${place}.` : ".";
}

/**
 * Renames or moves an unknown field that makes its object rejected.
 *
 * @param isCertain whether it is certainly unknown
 */
export function* unknownFieldFixes(
  { name, meant, place, value, text }: MeantUnknown,
  edit: EditBuilder,
  isCertain = true,
): Iterable<Fix<"safe" | "review">> {
  if (!value || !meant || meant.kind === "items") return;
  if (meant.kind === "name") {
    const title = `Rename ${name} to ${meant.name}`;
    // Safe: the field is rejected, and the two names are the same word.
    // Review: only a person can tell whether it is a typo for this field, or whether the cluster has it.
    const fixClass = meant.isSameWord && isCertain ? "safe" : "review";
    yield { class: fixClass, title, edits: [edit.renameKey(value, meant.name)] };
    return;
  }
  const { written } = value;
  const moved = plainOf(value);
  // The value is written again, so comments in it would be lost.
  if (moved === undefined || !written || text.slice(written.start, written.end).includes("#")) return;
  // Review: the field takes effect in its new place.
  yield {
    class: "review",
    title: `Move ${name} to ${place}`,
    edits: [edit.set(meant.owner, [...meant.missing, name], moved), edit.remove(value)],
  };
}

/** The place in a file that is a single object. */
export function placeInFile(meant: MeantField | undefined): string {
  if (meant?.kind === "items") return `the items of ${meant.list.fieldText}`;
  if (meant?.kind !== "place") return "";
  return [meant.owner.fieldText, ...meant.missing].filter(Boolean).join(".") || "the top level";
}
