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
  const types = kinds.filter((kind) => map.at(kind));
  const [type] = types;
  if (type === undefined || types.length > 1) {
    reader.say(map, `${map.pathText} must have exactly one of ${kinds.join(", ")}`);
    return undefined;
  }
  const field = map.at(type)!;
  const text = reader.text(field);
  const path = text === undefined ? undefined : parseFieldPath(text);
  if (text !== undefined && !path)
    reader.say(
      field,
      `${field.pathText} must be the path of a field, such as spec.template.spec.containers[*].image`,
    );
  if (!path) return undefined;
  const needed = type === "rename" ? "to" : "value";
  for (const name of ["to", "value"] as const) {
    const extra = map.at(name);
    if (extra && (type === "remove" || name !== needed))
      reader.say(extra, `${extra.pathText} cannot be combined with ${type}`);
  }
  if (type === "remove") return { type: "remove", path };
  const value = map.at(needed);
  if (!value) {
    reader.say(map, `${map.pathText} must have ${needed === "to" ? '"to"' : "a value"} for ${type}`);
    return undefined;
  }
  if (type === "rename") {
    const to = reader.text(value);
    return to === undefined ? undefined : { type, path, to };
  }
  const budget = { nodes: mostNodes };
  const plain = plainOf(value, budget);
  if (budget.nodes < 0) reader.say(value, `${value.pathText} is too large`);
  return budget.nodes < 0 ? undefined : { type, path, value: plain };
}

function plainOf(value: Value, budget: { nodes: number }): PlainValue {
  if (budget.nodes-- <= 0) return null;
  if (value.isSequence) return value.items().map((item) => plainOf(item, budget));
  if (value.isMap)
    return Object.fromEntries(value.entries().map(({ name, value: item }) => [name, plainOf(item, budget)]));
  return (value.value ?? null) as PlainValue;
}
