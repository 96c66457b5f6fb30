import { isTemplated, type Resource } from "./resource.ts";

/** The keys that a ConfigMap or Secret holds; `undefined` for other kinds, or where one is filled in later. */
export function dataKeysOf({ group, kind, root }: Resource): readonly string[] | undefined {
  if (group !== "" || (kind !== "ConfigMap" && kind !== "Secret")) return undefined;
  const parts = ["data", "binaryData", "stringData"].map((part) => root.at(part));
  // A template may stand for a whole part.
  if (parts.some((part) => part && !part.isMap && !part.isNull)) return undefined;
  const keys = parts.flatMap((part) => part?.entries().map(({ name }) => name) ?? []);
  return keys.some(isTemplated) ? undefined : keys;
}
