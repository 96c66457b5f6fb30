import facts from "../../data/kubernetes-fields.json" with { type: "json" };
import { type ObjectType, typeReader } from "./type-reader.ts";

let typeLines: readonly string[] | undefined;

const typeOf = typeReader({
  lineOf: (number) => {
    typeLines ??= facts.types.split("\n");
    return typeLines[Number(number)]!;
  },
  enums: facts.enums,
  versions: facts.versions,
});

/** The type of a built-in kind; `undefined` for custom kinds and versions that are no longer served. */
export function typeOfKind(apiVersion: string, kind: string): ObjectType | undefined {
  const number = kinds().get(`${apiVersion.includes("/") ? "" : "/"}${apiVersion}/${kind}`);
  return number === undefined ? undefined : typeOf(number);
}

/** The type of pod templates, which custom kinds can have as well. */
export function podTemplateType(): ObjectType {
  return typeOf(`${facts.podTemplate}`);
}

/** The type of the `metadata` of all kinds. */
export function metadataType(): ObjectType {
  return typeOf(`${facts.metadata}`);
}

let byKind: ReadonlyMap<string, string> | undefined;

function kinds(): ReadonlyMap<string, string> {
  byKind ??= new Map(
    facts.kinds.split("\n").map((line) => {
      const [kind = "", number = ""] = line.split(" ");
      return [kind, number];
    }),
  );
  return byKind;
}

/** The built-in kinds as `group/version/Kind`, the core group empty. */
export function builtInKinds(): Iterable<string> {
  return kinds().keys();
}
