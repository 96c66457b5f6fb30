import { isMergeKey, type MapNode, resolveAlias, type ScalarNode, type YamlNode } from "../yaml/node.ts";
import { scalarValue } from "../yaml/scalar.ts";
import { type Constrained, constraintProblem } from "./constraints.ts";
import { metadataType, podTemplateType, typeOfKind } from "./field-types.ts";
import { podPath } from "./kinds.ts";
import { once } from "./once.ts";
import type { Resource } from "./resource.ts";
import type { Constraint, Field, FieldType, ObjectType } from "./type-reader.ts";
import type { PathStep, Value } from "./value.ts";

/** A value that does not have the type of its field, or a quantity, whose text must be checked. */
export interface TypedValue {
  readonly at: Value;
  readonly type: FieldType;
}

/**
 * The types that a resource of a custom kind must have, one from each definition of its kind. A problem counts only if
 * it is one to all of them.
 */
export type CustomTypes = readonly ObjectType[];

/** The values of a resource whose type is not that of their field. Walks once for all rules. */
export function mistypedValues(resource: Resource, custom?: CustomTypes): readonly TypedValue[] {
  return problemsOf(resource, custom).mistyped;
}

/** A key of a mapping whose type has no such field, or not in all versions of Kubernetes. */
export interface UnknownField {
  /** The mapping. */
  readonly owner: Value;
  readonly type: ObjectType;
  /** The type of the whole object. */
  readonly rootType: ObjectType;
  readonly key: ScalarNode;
  /** The value; `undefined` if nothing follows the colon. */
  readonly node: YamlNode | undefined;
  /** The versions that have the field; `undefined` if none does. */
  readonly field: Field | undefined;
}

/** The fields that the type of a resource does not have, or not in all versions. Walks once for all rules. */
export function unknownFields(resource: Resource, custom?: CustomTypes): readonly UnknownField[] {
  return problemsOf(resource, custom).unknown;
}

/** A mapping without a field that its type requires, or with null or an empty value in it. */
export interface MissingField {
  readonly owner: Value;
  readonly name: string;
}

/** A value of the right type that does not fulfill a constraint. */
export interface InvalidValue {
  readonly at: Value;
  readonly constraint: Constraint;
  /** As a clause after the value and a comma. */
  readonly problem: string;
}

/** The values of a resource with such a problem. Walks once for all rules. */
export function invalidValues(resource: Resource, custom?: CustomTypes): readonly InvalidValue[] {
  return problemsOf(resource, custom).invalid;
}

/** The required fields that a resource lacks. Walks once for all rules. */
export function missingFields(resource: Resource, custom?: CustomTypes): readonly MissingField[] {
  return problemsOf(resource, custom).missing;
}

/** The quantities of a resource, whatever their YAML type. Walks once for all rules. */
export function quantitiesOf(resource: Resource): readonly Value[] {
  return once(resource, walkResource).quantities;
}

/** The values of an object whose type is known, with their problems. */
export interface FieldProblems {
  readonly mistyped: readonly TypedValue[];
  readonly missing: readonly MissingField[];
  readonly unknown: readonly UnknownField[];
  readonly quantities: readonly Value[];
  readonly invalid: readonly InvalidValue[];
}

interface Path {
  readonly above: Path | undefined;
  readonly step: PathStep;
}

/** One walk. Its identity marks what has been visited. */
interface Walk {
  readonly root: Value;
  /** `undefined` for a custom kind whose definition is not known: what it has and lacks is not judged. */
  readonly rootType: ObjectType | undefined;
  readonly mistyped: TypedValue[];
  readonly unknown: UnknownField[];
  readonly missing: MissingField[];
  readonly quantities: Value[];
  readonly invalid: InvalidValue[];
  /** The collections with an anchor that have been visited, and what was merged. */
  readonly shared: Set<YamlNode>;
}

function problemsOf(resource: Resource, custom: CustomTypes = []): FieldProblems {
  const inAnyCase = once(resource, walkResource);
  if (custom.length === 0) return inAnyCase;
  const last = once(resource, emptyCache);
  if (last.types !== custom) {
    last.types = custom;
    last.problems = inAllOf(
      inAnyCase,
      custom.map((type) => fieldProblems(resource.root, type)),
    );
  }
  return last.problems ?? inAnyCase;
}

/** The last answer for a custom kind, whose definition can change while the resource does not. */
function emptyCache(): { types?: CustomTypes; problems?: FieldProblems } {
  return {};
}

/** What is wrong in any case, and what is wrong according to all definitions. */
function inAllOf(inAnyCase: FieldProblems, [first, ...others]: readonly FieldProblems[]): FieldProblems {
  if (!first) return inAnyCase;
  const inAll = <Problem>(
    of: (problems: FieldProblems) => readonly Problem[],
    areEqual: (one: Problem, other: Problem) => boolean,
  ): readonly Problem[] => {
    const agreed = of(first).filter((one) =>
      others.every((problems) => of(problems).some((other) => areEqual(one, other))),
    );
    return [
      ...of(inAnyCase),
      ...agreed.filter((one) => !of(inAnyCase).some((other) => areEqual(one, other))),
    ];
  };
  return {
    mistyped: inAll(
      ({ mistyped }) => mistyped,
      (one, other) => one.at.node === other.at.node && one.type.of === other.type.of,
    ),
    unknown: inAll(
      ({ unknown }) => unknown,
      (one, other) => one.key === other.key,
    ),
    missing: inAll(
      ({ missing }) => missing,
      (one, other) => one.owner.node === other.owner.node && one.name === other.name,
    ),
    quantities: inAnyCase.quantities,
    invalid: inAll(
      ({ invalid }) => invalid,
      (one, other) => one.at.node === other.at.node && one.problem === other.problem,
    ),
  };
}

function walkResource(resource: Resource): FieldProblems {
  const { apiVersion, kind, root } = resource;
  const type = typeOfKind(apiVersion, kind);
  if (type) return fieldProblems(root, type);
  const walk = newWalk(root, undefined);
  visitAt(walk, ["metadata"], labeled());
  const path = podPath(apiVersion, kind);
  if (path && path.length > 0) visitAt(walk, path, podTemplateType());
  return walk;
}

/** Compares an object with its type. */
export function fieldProblems(root: Value, type: ObjectType): FieldProblems {
  const walk = newWalk(root, type);
  visit(walk, root.node, type, undefined);
  return walk;
}

function newWalk(root: Value, rootType: ObjectType | undefined): Walk {
  const shared = new Set<YamlNode>();
  return { root, rootType, mistyped: [], unknown: [], missing: [], quantities: [], invalid: [], shared };
}

/** The parts of the metadata of custom kinds that the API server certainly reads. */
function labeled(): ObjectType {
  return {
    of: "object",
    fields: () => {
      const all = metadataType().fields();
      const names = ["name", "generateName", "namespace", "labels", "annotations"];
      return new Map(names.map((name) => [name, all.get(name)!]));
    },
    required: () => [],
    isOpen: () => true,
  };
}

function visitAt(walk: Walk, steps: readonly string[], type: FieldType): void {
  const path = steps.reduce<Path | undefined>((above, step) => ({ above, step }), undefined);
  visit(walk, walk.root.at(...steps)?.node, type, path);
}

function visit(walk: Walk, written: YamlNode | undefined, type: FieldType, path: Path | undefined): void {
  if (written === undefined || type.of === "any") return;
  const node = resolveAlias(written);
  // A collection is checked once, and a scalar at each place where an alias puts it.
  if (!node || (node.kind !== "scalar" && node.anchor !== undefined && isVisited(walk, node))) return;
  noteInvalid(walk, node, type, path);
  if (node.kind === "scalar") visitScalar(walk, node, type, path);
  else if (node.kind === "sequence" && type.of === "list")
    for (const [step, item] of node.items.entries()) visit(walk, item, type.items, { above: path, step });
  else if (node.kind === "map" && (type.of === "object" || type.of === "map")) {
    visitMap(walk, node, type, path);
    noteMissing(walk, node, type, path);
  } else noteMistyped(walk, node, type, path);
}

/** Notes a field that its type does not have, or not in all versions. */
function noteUnknown(
  walk: Walk,
  map: MapNode,
  type: ObjectType,
  found: Pick<UnknownField, "key" | "node" | "field">,
  path: Path | undefined,
): void {
  const { field } = found;
  const { rootType } = walk;
  if (!rootType || (field ? (field.since ?? field.until) === undefined : type.isOpen())) return;
  const owner = valueAt(walk, map, path);
  if (owner) walk.unknown.push({ owner, type, rootType, ...found });
}

function visitScalar(walk: Walk, node: ScalarNode, type: FieldType, path: Path | undefined): void {
  if (type.of === "quantity" && scalarValue(node) !== null) {
    const at = valueAt(walk, node, path);
    if (at) walk.quantities.push(at);
  } else if (!isReadAs(node, type)) noteMistyped(walk, node, type, path);
}

type MapType = Extract<FieldType, { of: "object" | "map" }>;

function visitMap(walk: Walk, map: MapNode, type: MapType, path: Path | undefined): void {
  for (const { key, value } of map.pairs) {
    if (key.kind !== "scalar") continue;
    if (isMergeKey(key)) {
      visitMerged(walk, value, type, path);
      continue;
    }
    const field = type.of === "map" ? undefined : type.fields().get(key.text);
    const fieldType = type.of === "map" ? type.values : field?.type;
    if (fieldType) visit(walk, value, fieldType, { above: path, step: key.text });
    if (type.of === "object") noteUnknown(walk, map, type, { key, node: value, field }, path);
  }
}

/** Notes the required fields that a mapping lacks, merges included. */
function noteMissing(walk: Walk, map: MapNode, type: MapType, path: Path | undefined): void {
  if (!walk.rootType || type.of === "map") return;
  for (const { name, nonEmpty, nullable } of type.required()) {
    const isSet = (value: YamlNode | undefined) =>
      (nullable || !isNullNode(value)) && !(nonEmpty && isEmptyNode(value));
    if (map.pairs.some(({ key, value }) => isKey(key, name) && isSet(value))) continue;
    const owner = valueAt(walk, map, path);
    // A merge key can add the field.
    const merged = owner?.at(name);
    if (owner && !(merged && isSet(merged.node)) && !isInClaim(path)) walk.missing.push({ owner, name });
  }
}

/** Notes a value that does not fulfill the constraints of its type. */
function noteInvalid(walk: Walk, node: YamlNode, { constraints }: FieldType, path: Path | undefined): void {
  if (!constraints) return;
  const constrained = constrainedOf(node);
  for (const constraint of constraints) {
    const problem = constraintProblem(constrained, constraint);
    if (problem === undefined || isInClaim(path)) continue;
    const at = valueAt(walk, node, path);
    if (at) walk.invalid.push({ at, constraint, problem });
  }
}

function constrainedOf(node: YamlNode): Constrained {
  if (node.kind === "scalar") return { value: scalarValue(node) };
  if (node.kind === "sequence") return { count: node.items.length };
  // A merge key stands for any number of entries.
  const isCounted =
    node.kind === "map" && !node.pairs.some(({ key }) => key.kind === "scalar" && isMergeKey(key));
  return isCounted ? { count: node.pairs.length } : { value: undefined };
}

/** The API server does not validate the claims of a StatefulSet; its controller fails to create them. */
function isInClaim(path: Path | undefined): boolean {
  for (let at = path; at; at = at.above) if (at.step === "volumeClaimTemplates") return true;
  return false;
}

function isEmptyNode(written: YamlNode | undefined): boolean {
  const node = resolveAlias(written);
  if (node?.kind === "sequence") return node.items.length === 0;
  return node?.kind === "map" ? node.pairs.length === 0 : node?.kind === "scalar" && scalarValue(node) === "";
}

function isKey(key: YamlNode, name: string): boolean {
  return key.kind === "scalar" && key.text === name;
}

function isNullNode(node: YamlNode | undefined): boolean {
  return node === undefined || (node.kind === "scalar" && scalarValue(node) === null);
}

/** The values that a merge key adds to a mapping. */
function visitMerged(walk: Walk, value: YamlNode | undefined, type: MapType, path: Path | undefined): void {
  const target = resolveAlias(value);
  for (const merged of target?.kind === "sequence" ? target.items : [target]) {
    const source = resolveAlias(merged);
    if (source?.kind === "map" && !isVisited(walk, source)) visitMap(walk, source, type, path);
  }
}

function isVisited({ shared }: Walk, node: YamlNode): boolean {
  const known = shared.has(node);
  shared.add(node);
  return known;
}

function noteMistyped(walk: Walk, node: YamlNode, type: FieldType, path: Path | undefined): void {
  const at = valueAt(walk, node, path);
  if (at) walk.mistyped.push({ at, type });
}

/** The value of a node; `undefined` for the first of two equal keys, which the API server ignores. */
function valueAt(walk: Walk, node: YamlNode, path: Path | undefined): Value | undefined {
  const steps: PathStep[] = [];
  for (let at = path; at; at = at.above) steps.unshift(at.step);
  const value = walk.root.at(...steps);
  return value?.node === node ? value : undefined;
}

/** Whether the API server can read a value as a type, judging by the value alone and not by what is in it. */
export function couldBe(written: YamlNode | undefined, type: FieldType): boolean {
  const node = resolveAlias(written);
  if (node === undefined || type.of === "any") return true;
  if (node.kind === "sequence") return type.of === "list";
  if (node.kind === "map") return type.of === "object" || type.of === "map";
  return (
    node.kind === "scalar" && (isReadAs(node, type) || (type.of === "quantity" && scalarValue(node) !== null))
  );
}

/** Whether the API server can read a scalar as a type; null leaves any field at its default. */
function isReadAs(node: ScalarNode, type: FieldType): boolean {
  const value = scalarValue(node);
  if (value === null) return true;
  switch (type.of) {
    case "string":
    case "bytes":
    case "time":
      return typeof value === "string";
    case "enum":
      return (value === "" && !type.exact) || (typeof value === "string" && type.values.includes(value));
    case "boolean":
      return typeof value === "boolean";
    case "number":
      return typeof value === "number";
    case "integer":
      return typeof value === "number" && isInteger(value, type.bits);
    case "integer or string":
      return typeof value === "string" || (typeof value === "number" && isInteger(value, type.bits));
    default:
      return false;
  }
}

function isInteger(value: number, bits: 32 | 64): boolean {
  return (
    Number.isInteger(value) && -(2 ** (bits - 1)) <= value && value <= 2 ** (bits - 1) - (bits === 32 ? 1 : 0)
  );
}
