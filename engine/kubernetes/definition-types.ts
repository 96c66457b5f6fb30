import { metadataType } from "./field-types.ts";
import { type ObjectType, typeReader } from "./type-reader.ts";

/**
 * Definitions of custom kinds as plain data. A line of `kinds` is one of them: `group/Kind`, and its versions, each
 * with the line of its type, or `-` if it has no usable schema, and `!` if it is not served. A kind without versions is
 * one of which nothing else is known. `TypeSource` describes the other texts.
 */
export interface PackedDefinitions {
  readonly kinds: string;
  /** The fields of each object type. */
  readonly types: string;
  readonly enums: string;
  readonly patterns: string;
}

/** What the definition of a custom kind says. */
export interface Definition {
  readonly versions: ReadonlyMap<string, DefinedVersion>;
}

export interface DefinedVersion {
  readonly served: boolean;
  /** `undefined` if the definition has no usable schema. */
  readonly type: ObjectType | undefined;
}

/** The definitions by `group/Kind`. */
export function readDefinitions({
  kinds,
  types,
  enums,
  patterns,
}: PackedDefinitions): ReadonlyMap<string, Definition> {
  let lines: readonly string[] | undefined;
  const typeOf = typeReader({
    lineOf: (number) => {
      lines ??= types.split("\n");
      return lines[Number(number)]!;
    },
    enums,
    patterns,
    isEncoded: true,
    metadata: metadataType,
  });
  return new Map(
    kinds.split("\n").map((line): [string, Definition] => {
      const [groupKind = "", ...versions] = line.split(" ");
      return [
        groupKind,
        {
          versions: new Map(
            versions.map((version): [string, DefinedVersion] => {
              const [, name = "", number = "-", mark] = /^(.+):(\d+|-)(!)?$/.exec(version) ?? [];
              const type = number === "-" ? undefined : typeOf(number);
              return [name, { served: !mark, type }];
            }),
          ),
        },
      ];
    }),
  );
}
