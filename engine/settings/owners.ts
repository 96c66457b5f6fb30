import type { Scope } from "./scope.ts";
import type { Shape } from "./shape.ts";

/** The owners of objects, and the label or annotation that names them. */
export interface OwnerSettings {
  /** Key of the label that names an object's owner. Empty if an annotation does, or if nothing is configured. */
  readonly label: string;
  /** Key of the annotation that names an object's owner. */
  readonly annotation: string;
  /** The scope of each owner, by name. An owner without a scope can own objects anywhere. */
  readonly names: Readonly<Record<string, Scope>>;
}

export const noOwners: OwnerSettings = { label: "", annotation: "", names: {} };

export const ownersShape = {
  type: "group",
  description: "The owners of objects, and the label or annotation that names them.",
  oneOf: ["label", "annotation"],
  keys: {
    label: {
      type: "key",
      description: "Key of the label that names the owner of an object. The default is `owner`.",
    },
    annotation: {
      type: "key",
      description: "Key of the annotation that names the owner of an object, instead of a label.",
    },
    names: {
      type: "scopes",
      description:
        "The owners, each with the `namespaces` and `paths` that they own. An owner without any can own objects anywhere. Objects outside of all these places can have any owner.",
    },
  },
} as const satisfies Shape & { readonly keys: { readonly [Name in keyof OwnerSettings]: Shape } };
