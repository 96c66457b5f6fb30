import { isTemplated, type Resource } from "./resource.ts";

/** The keys of a ConfigMap or Secret; `undefined` for other kinds, or if one is filled in later. */
export function dataKeysOf({ group, kind, root }: Resource): readonly string[] | undefined {
  if (group !== "" || (kind !== "ConfigMap" && kind !== "Secret")) return undefined;
  const parts = ["data", "binaryData", "stringData"].map((part) => root.at(part));
  // A template can replace a whole section.
  if (parts.some((part) => part && !part.isMap && !part.isNull)) return undefined;
  const keys = parts.flatMap((part) => part?.entries().map(({ name }) => name) ?? []);
  return keys.some(isTemplated) ? undefined : keys;
}
