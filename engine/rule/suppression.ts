import type { Document } from "../documents/document.ts";
import type { Resource } from "../kubernetes/resource.ts";
import type { Value } from "../kubernetes/value.ts";
import type { Range } from "../text/range.ts";

export type SuppressionScope = "line" | "block" | "document" | "file" | "resource";

/**
 * Text that silences findings: `# kubewright-ignore rule-id, other-rule: why`. Offsets are relative to the document.
 */
export interface Suppression {
  readonly document: Document;
  readonly scope: SuppressionScope;
  readonly rules: readonly { readonly id: string; readonly start: number; readonly end: number }[];
  /** The text after the colon; `undefined` if no reason is given. */
  readonly reason: string | undefined;
  /** The start of the comment at its `#`, or of the annotation's value. */
  readonly start: number;
  readonly end: number;
  /** The text that it applies to, for the scopes `line` and `block`. */
  readonly covers: Range;
  /** The resource that it applies to and its annotation, for the scope `resource`. */
  readonly owner: { readonly resource: Resource; readonly annotation: Value } | undefined;
}
