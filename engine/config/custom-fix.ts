import type { CustomEdit } from "../edits/custom.ts";
import { parseFieldPath } from "../edits/field-path.ts";
import type { Value } from "../kubernetes/value.ts";
import type { PlainValue } from "../yaml/edit/change.ts";
import type { CustomFix } from "./custom-rule.ts";
import { customRuleShapes, editShapes } from "./keys.ts";
import type { Reader } from "./reader.ts";

const kinds = ["set", "append", "remove", "rename"] as const;

/** With aliases, the value of an edit could be much larger than its text. */
const mostNodes = 1000;

/** Reads the fix of a custom rule; `undefined` if there is none or it is invalid. */
export function readFix(map: Value | undefined, reader: Reader): CustomFix | undefined {
  if (map === undefined) return undefined;
  const { keys } = customRuleShapes.fix;
  reader.allow(map, Object.keys(keys));
  if (!map.isMap) return undefined;
  const title = map.at("title");
  if (!title) reader.say(map, `${map.pathText} must have a title`);
  const words = title && reader.text(title);
  const kind = map.at("class");
  const list = map.at("edits");
  if (!list?.isSequence || list.items().length === 0)
    reader.say(list ?? map, `${map.pathText}.edits must be a list of edits (${kinds.join(", ")})`);
  const items = list?.items() ?? [];
  const edits = items.flatMap((item) => readEdit(item, reader) ?? []);
  if (words === undefined || edits.length === 0 || edits.length < items.length) return undefined;
  return { title: words, class: (kind && reader.choice(kind, keys.class.choices)) ?? "review", edits };
}

function readEdit(map: Value, reader: Reader): CustomEdit | undefined {
  reader.allow(map, Object.keys(editShapes));
  if (!map.isMap) return undefined;
  const type = readType(map, reader);
  const path = type && readPath(map.at(type)!, reader);
  if (type === undefined || !path) return undefined;
  const needed = operandKeys[type];
  reportOtherOperands(map, type, reader);
  if (type === "remove") return { type, path };
  const operand = needed && map.at(needed);
  if (!operand) {
    reader.say(map, `${map.pathText} must have ${needed === "to" ? '"to"' : "a value"} for ${type}`);
    return undefined;
  }
  if (type === "rename") {
    const to = reader.text(operand);
    return to === undefined ? undefined : { type, path, to };
  }
  const value = readPlain(operand, reader);
  return value === undefined ? undefined : { type, path, value };
}

type EditType = (typeof kinds)[number];

/** The key with what an edit needs besides its path. */
const operandKeys: Readonly<Record<EditType, "to" | "value" | undefined>> = {
  set: "value",
  append: "value",
  remove: undefined,
  rename: "to",
};

function readType(map: Value, reader: Reader): EditType | undefined {
  const types = kinds.filter((kind) => map.at(kind));
  if (types.length === 1) return types[0];
  reader.say(map, `${map.pathText} must have exactly one of ${kinds.join(", ")}`);
  return undefined;
}

function readPath(field: Value, reader: Reader): CustomEdit["path"] | undefined {
  const text = reader.text(field);
  if (text === undefined) return undefined;
  const path = parseFieldPath(text);
  if (!path)
    reader.say(
      field,
      `${field.pathText} must be the path of a field, such as spec.template.spec.containers[*].image`,
    );
  return path;
}

function reportOtherOperands(map: Value, type: EditType, reader: Reader): void {
  for (const key of ["to", "value"] as const) {
    const operand = key === operandKeys[type] ? undefined : map.at(key);
    if (operand) reader.say(operand, `${operand.pathText} cannot be combined with ${type}`);
  }
}

/** The value of an edit; `undefined` if it is too large. */
function readPlain(value: Value, reader: Reader): PlainValue | undefined {
  const budget = { nodes: mostNodes };
  const plain = plainOf(value, budget);
  if (0 <= budget.nodes) return plain;
  reader.say(value, `${value.pathText} is too large`);
  return undefined;
}

function plainOf(value: Value, budget: { nodes: number }): PlainValue {
  if (budget.nodes-- <= 0) return null;
  if (value.isSequence) return value.items().map((item) => plainOf(item, budget));
  if (value.isMap)
    return Object.fromEntries(value.entries().map(({ name, value: item }) => [name, plainOf(item, budget)]));
  return (value.value ?? null) as PlainValue;
}
