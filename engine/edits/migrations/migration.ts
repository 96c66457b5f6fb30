import type { Resource } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import type { EditBuilder, MaybeChange } from "../edit.ts";

/** The changes that move an object to a newer version of its API, apart from `apiVersion` itself. */
export interface Migration {
  /** safe: the API server stores the same object. review: a default or a meaning is different. */
  readonly class: "safe" | "review";
  /** What is different: a clause in parentheses after the title. */
  readonly caveat?: string | undefined;
  readonly edits: readonly MaybeChange[];
}

/** `undefined` if only a person can tell what the object should be in the newer version. */
export type Migrate = (resource: Resource, edit: EditBuilder) => Migration | undefined;

/** Whether the API server sets the default of a field: it is not there, or null. */
export function isMissing(owner: Value, ...path: readonly string[]): boolean {
  return owner.at(...path)?.isNull ?? true;
}

/** The API server stores the same object. */
export function same(edits: readonly MaybeChange[]): Migration {
  return { class: "safe", edits };
}
