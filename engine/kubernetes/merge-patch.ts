import { isPlainMap, type Plain, type PlainMap } from "./plain.ts";

/**
 * For each list, the field that identifies its items when a patch is merged. Source: the tags `patchMergeKey`
 * of https://github.com/kubernetes/api/blob/v0.36.3/core/v1/types.go
 */
const mergeKeys: ReadonlyMap<string, string> = new Map([
  ["containers", "name"],
  ["initContainers", "name"],
  ["ephemeralContainers", "name"],
  ["env", "name"],
  ["volumes", "name"],
  ["volumeMounts", "mountPath"],
  ["volumeDevices", "devicePath"],
  ["imagePullSecrets", "name"],
  ["secrets", "name"],
  ["hostAliases", "ip"],
  ["topologySpreadConstraints", "topologyKey"],
  ["ownerReferences", "uid"],
]);

/**
 * Applies a strategic merge patch to an object, as Kustomize does for built-in kinds. Existing items keep their
 * positions in lists, so paths into the object remain valid.
 *
 * @param isBuiltIn lists of other kinds are replaced as a whole
 */
export function mergePatch(base: Plain | undefined, patch: Plain, isBuiltIn: boolean, name = ""): Plain {
  if (Array.isArray(patch)) return mergeLists(base, patch, isBuiltIn, name);
  if (!isPlainMap(patch)) return patch;
  const { $patch, ...fields } = patch;
  if ($patch === "replace") return fields;
  const result: Record<string, Plain> = isPlainMap(base) ? { ...base } : {};
  for (const [field, value] of Object.entries(fields)) {
    if (field.startsWith("$")) continue;
    if (value === null || (isPlainMap(value) && value["$patch"] === "delete")) delete result[field];
    else result[field] = mergePatch(result[field], value, isBuiltIn, field);
  }
  return result;
}

function mergeLists(
  base: Plain | undefined,
  patch: readonly Plain[],
  isBuiltIn: boolean,
  name: string,
): Plain {
  const items = patch.filter((item) => !isPlainMap(item) || item["$patch"] !== "replace");
  const key = isBuiltIn ? keyOf(name, patch) : undefined;
  if (key === undefined || !Array.isArray(base) || items.length < patch.length) return items;
  let result: readonly Plain[] = base;
  for (const item of items) {
    const at = result.findIndex((one) => isPlainMap(one) && isPlainMap(item) && one[key] === item[key]);
    if (isPlainMap(item) && item["$patch"] === "delete") result = result.filter((_, place) => place !== at);
    else if (at === -1) result = [...result, item];
    else result = result.with(at, mergePatch(result[at], item, isBuiltIn));
  }
  return result;
}

/** Ports of containers and of Services are identified by different fields. */
function keyOf(name: string, items: readonly Plain[]): string | undefined {
  if (name !== "ports") return mergeKeys.get(name);
  return items.some((item) => isPlainMap(item) && "containerPort" in item) ? "containerPort" : "port";
}

/**
 * Applies the operations of a JSON patch (RFC 6902) to an object; operations whose path does not exist change nothing.
 */
export function jsonPatch(base: Plain, operations: readonly Plain[]): Plain {
  return operations.reduce<Plain>((result, operation) => {
    if (!isPlainMap(operation) || typeof operation["path"] !== "string") return result;
    const steps = operation["path"].split("/").slice(1).map(unescaped);
    const { op, value } = operation;
    return op === "add" || op === "replace" || op === "remove" ? changed(result, steps, op, value) : result;
  }, base);
}

function changed(
  target: Plain,
  [step, ...rest]: readonly string[],
  op: "add" | "replace" | "remove",
  value: Plain | undefined,
): Plain {
  if (step === undefined) return op === "remove" ? target : (value ?? null);
  if (Array.isArray(target)) return changedList(target, step, rest, op, value);
  if (!isPlainMap(target)) return target;
  const { [step]: child, ...others } = target as PlainMap;
  if (rest.length > 0)
    return child === undefined ? target : { ...target, [step]: changed(child, rest, op, value) };
  return op === "remove" ? others : { ...target, [step]: value ?? null };
}

function changedList(
  list: readonly Plain[],
  step: string,
  rest: readonly string[],
  op: "add" | "replace" | "remove",
  value: Plain | undefined,
): Plain {
  const at = step === "-" ? list.length : Number(step);
  if (!Number.isInteger(at) || at < 0) return list;
  if (op === "add" && rest.length === 0) return list.toSpliced(at, 0, value ?? null);
  if (list.length <= at) return list;
  if (op === "remove" && rest.length === 0) return list.toSpliced(at, 1);
  return list.with(at, changed(list[at]!, rest, op, value));
}

function unescaped(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}
