import { DefinitionPacker } from "./definition-pack.ts";
import type { PackedDefinitions } from "./definition-types.ts";
import type { Resource } from "./resource.ts";
import type { Value } from "./value.ts";

/** What a CustomResourceDefinition defines, as plain data. */
export interface CustomDefinition {
  /** `group/Kind` */
  readonly defines: string;
  readonly packed: PackedDefinitions;
}

/** Folders with copies of other projects, which nobody applies. */
const vendored = /\/(?:vendor|third[-_]party|node_modules)\//;

/** @returns undefined for anything but a CustomResourceDefinition, and for a patch of one */
export function customDefinitionOf(
  { group, kind, apiVersion, root, document }: Resource,
  uri: string,
): CustomDefinition | undefined {
  const spec = root.at("spec");
  if (group !== "apiextensions.k8s.io" || kind !== "CustomResourceDefinition" || !spec) return undefined;
  if (vendored.test(uri)) return undefined;
  const isReadable = apiVersion === "apiextensions.k8s.io/v1" && document.problems.length === 0;
  const packed = packedSpec(spec, isReadable) ?? packedSpec(spec, false);
  const defines = packed?.kinds.split(" ")[0];
  return packed && defines !== undefined ? { defines, packed } : undefined;
}

/** @returns undefined if the schemas are too large */
function packedSpec(spec: Value, isReadable: boolean): PackedDefinitions | undefined {
  const packer = new DefinitionPacker();
  packer.add(spec, isReadable);
  return packer.packed;
}
