import { isBroken } from "../documents/document.ts";
import { editBuilder, placeholder } from "../edits/edit.ts";
import { setMetadata } from "../edits/metadata.ts";
import type { Finding, FixEdit } from "../lint/finding.ts";
import { ownAnnotation } from "../lint/suppress.ts";
import type { Change } from "../yaml/edit/change.ts";
import { planEdits } from "../yaml/edit/plan.ts";
import { toFixEdits } from "./plan.ts";

/**
 * The edits that add rules to the ignore annotation of a finding's resource. Undefined if there is no resource, or its
 * text cannot be edited.
 */
export function ignoreByAnnotation(
  { origin }: Finding,
  rules: readonly string[],
): readonly FixEdit[] | undefined {
  const { hit, entry, start } = origin;
  const { resource } = hit;
  if (!resource || isBroken(entry.document)) return undefined;
  const before = resource.root.at("metadata", "annotations", ownAnnotation)?.string ?? "";
  const [, ids = "", reason] = /^([^:]*?)\s*(?::\s*([\s\S]*))?$/.exec(before) ?? [];
  const allIds = [...new Set([...ids.split(/[\s,]+/).filter((id) => id !== ""), ...rules])];
  const why = reason || placeholder("give the reason here");
  const changes = setMetadata(
    resource.root,
    "annotations",
    ownAnnotation,
    `${allIds.join(", ")}: ${why}`,
    editBuilder,
  );
  if (changes.includes(undefined)) return undefined;
  // Labels and annotations are changed only in the resource's own document.
  const { edits, applied } = planEdits(entry.document.text, entry.document.tree, [
    changes as readonly Change[],
  ]);
  return applied[0] && edits.length > 0 ? toFixEdits(edits, start) : undefined;
}
