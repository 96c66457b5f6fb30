import { couldBe, type UnknownField } from "../../kubernetes/field-problems.ts";
import type { FieldType, ObjectType } from "../../kubernetes/type-reader.ts";
import type { PathStep, Value } from "../../kubernetes/value.ts";
import { isTypo } from "../../workspace/typo.ts";

/** What an unknown field probably should be. */
export type MeantField =
  /** Another field of the same mapping. */
  | { readonly kind: "name"; readonly name: string; readonly isSameWord: boolean }
  /** The field of this name of another mapping, by an existing one and the names of those that are missing below it. */
  | { readonly kind: "place"; readonly owner: Value; readonly missing: readonly string[] }
  /** The field of this name of the items of a list. */
  | { readonly kind: "items"; readonly list: Value };

/** How deep inside a mapping its fields are looked for. */
const maxDepth = 3;

/**
 * The field that an unknown one probably should be; `undefined` if there is none, or more than one.
 *
 * @param root the whole object
 */
export function meantField(unknown: UnknownField, root: Value): MeantField | undefined {
  return otherName(unknown) ?? otherPlace(unknown, { value: root, type: unknown.rootType });
}

function otherName({ type, key, node, owner }: UnknownField): MeantField | undefined {
  const names = [...type.fields()].filter(([, field]) => couldBe(node, field.type)).map(([name]) => name);
  const same = names.filter((name) => plainWord(name) === plainWord(key.text));
  const similar = same.length > 0 ? same : names.filter((name) => isTypo(key.text, name));
  const [name] = similar;
  if (name === undefined || similar.length > 1 || owner.at(name)) return undefined;
  return { kind: "name", name, isSameWord: same.length > 0 };
}

/** A word without what people write differently: `run_as_user`, `runasuser` and `runAsUser`; `env` and `envs`. */
function plainWord(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** One or two levels up, then in the nearest mappings further down or beside. */
function otherPlace(unknown: UnknownField, root: Typed): MeantField | undefined {
  const { owner, key } = unknown;
  const above = ancestorsOf(owner, root);
  for (const { value, type } of above) {
    if (fits(type, unknown)) return placeIn(value, key.text);
  }
  const nearest = [{ value: owner, type: unknown.type }, ...above.slice(0, 1)];
  for (const { value, type } of nearest) {
    const found = below(value, type, unknown, maxDepth);
    const [first] = found;
    if (found.length === 1) return placeIn(first!, key.text);
    const lists = new Set(found.map((one) => one.parent?.node));
    if (first)
      return lists.size === 1 && first.parent?.isSequence ? { kind: "items", list: first.parent } : undefined;
  }
  const missing = missingBelow(owner, unknown.type, unknown);
  if (missing.length === 0)
    missing.push(...above.flatMap(({ value, type }) => missingBelow(value, type, unknown)));
  return missing.length === 1 ? missing[0] : undefined;
}

function placeIn(owner: Value, name: string): MeantField | undefined {
  return owner.at(name) ? undefined : { kind: "place", owner, missing: [] };
}

/** Mappings that could be added to one, to have the field in them. */
function missingBelow(owner: Value, type: ObjectType, unknown: UnknownField): MeantField[] {
  return [...type.fields()].flatMap(([name, field]) =>
    field.type.of === "object" && !owner.at(name) && fits(field.type, unknown)
      ? [{ kind: "place" as const, owner, missing: [name] }]
      : [],
  );
}

function fits(type: ObjectType, { key, node }: UnknownField): boolean {
  const field = type.fields().get(key.text);
  return field !== undefined && couldBe(node, field.type);
}

interface Typed {
  readonly value: Value;
  readonly type: ObjectType;
}

/** The two nearest mappings around a mapping, the nearest first. */
function ancestorsOf(owner: Value, root: Typed): readonly Typed[] {
  const found: Typed[] = [];
  for (let value = owner.parent; value && found.length < 2; value = value.parent) {
    const type = value.isMap ? typeAt(root, value) : undefined;
    if (type) found.push({ value, type });
  }
  return found;
}

/** The existing mappings inside of one that have a field, at the smallest depth at which there are any. */
function below(value: Value, type: ObjectType, unknown: UnknownField, depth: number): readonly Value[] {
  let level: readonly Typed[] = [{ value, type }];
  for (let round = 0; round < depth; round++) {
    level = level.flatMap((one) => inside(one)).filter((one) => one.value.node !== unknown.owner.node);
    const found = level.filter((one) => fits(one.type, unknown));
    if (found.length > 0) return found.map((one) => one.value);
  }
  return [];
}

function inside({ value, type }: Typed): readonly Typed[] {
  return [...type.fields()].flatMap(([name, field]): readonly Typed[] => {
    const child = value.at(name);
    if (!child) return [];
    if (field.type.of === "object") return child.isMap ? [{ value: child, type: field.type }] : [];
    const items = field.type.of === "list" ? field.type.items : undefined;
    if (items?.of !== "object") return [];
    return child.items().flatMap((item) => (item.isMap ? [{ value: item, type: items }] : []));
  });
}

/** The type of a mapping below a root. */
function typeAt(root: Typed, value: Value): ObjectType | undefined {
  const steps: readonly PathStep[] = value.path.slice(root.value.path.length);
  let type: FieldType | undefined = root.type;
  for (const step of steps) {
    if (type?.of === "object") type = type.fields().get(String(step))?.type;
    else if (type?.of === "list") type = type.items;
    else type = undefined;
  }
  return type?.of === "object" ? type : undefined;
}
