import { labelValueProblem } from "../kubernetes/labels.ts";
import type { Value } from "../kubernetes/value.ts";
import type { Reader } from "./reader.ts";
import type { Scope } from "./scope.ts";
import type { Shape } from "./shape.ts";

/** Who looks after objects, and what on an object says so. */
export interface OwnerSettings {
  /** Key of the label that names an object's owner; empty where an annotation does, or where nothing is said. */
  readonly label: string;
  /** Key of the annotation that does. */
  readonly annotation: string;
  /** What each of them looks after, by name; one without a place may look after anything. */
  readonly names: Readonly<Record<string, Scope>>;
}

export const noOwners: OwnerSettings = { label: "", annotation: "", names: {} };

export const ownersShape = {
  type: "group",
  description: "Who looks after objects, and which label or annotation says so.",
  oneOf: ["label", "annotation"],
  keys: {
    label: {
      type: "key",
      description: "Key of the label that names an object's owner; `owner` by default.",
    },
    annotation: {
      type: "key",
      description: "Key of the annotation that names an object's owner, instead of a label.",
    },
    names: {
      type: "scopes",
      description:
        "The owners by name, and the `namespaces` and `paths` that each looks after. One without any may own objects everywhere; what nobody looks after may be anybody's.",
    },
  },
} as const satisfies Shape & { readonly keys: { readonly [Name in keyof OwnerSettings]: Shape } };

/** Says which owners no label can name, where a label is to do that. */
export function checkOwners(owners: Value | undefined, reader: Reader): void {
  if (!owners?.at("label")) return;
  for (const { name, key } of owners.at("names")?.entries() ?? []) {
    const problem = labelValueProblem(name);
    if (problem) reader.sayAt(key, `No label can name the owner "${name}": ${problem}`);
  }
}
