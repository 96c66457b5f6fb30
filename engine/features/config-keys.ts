import { presets, severities } from "../config/choices.ts";
import { customRuleShapes, editShapes, fileShapes, overrideShapes } from "../config/keys.ts";
import type { Rule } from "../rule/rule.ts";
import { scopeShapes } from "../settings/scope.ts";
import type { Shape } from "../settings/shape.ts";

/** A valid key or value at some position of the configuration file. */
export interface ConfigChoice {
  readonly name: string;
  /** One or two sentences in Markdown; `undefined` if the name is enough. */
  readonly description: string | undefined;
  /** Whether the value of the key is a mapping or list on the lines below, rather than a value on the same line. */
  readonly opens: boolean;
  /** A short text next to the name in a list. */
  readonly mark: string | undefined;
}

/** What is valid at a position: keys of a mapping, or values. */
export interface ConfigPlace {
  readonly keys: readonly ConfigChoice[];
  readonly values: readonly ConfigChoice[];
}

/** What is valid in the items of a list. */
const itemShapes: Readonly<Partial<Record<Shape["type"], Readonly<Record<string, Shape>>>>> = {
  overrides: overrideShapes,
  "custom-rules": customRuleShapes,
  edits: editShapes,
};

const nothing: ConfigPlace = { keys: [], values: [] };

/** What is valid at a path of keys from the root, without list indexes. */
export function placeAt(path: readonly string[], registry: readonly Rule[]): ConfigPlace {
  let shapes: Readonly<Record<string, Shape>> = fileShapes;
  for (const [at, name] of path.entries()) {
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
    if (!shape) return nothing;
    const inner = shape.type === "group" ? shape.keys : itemShapes[shape.type];
    if (!inner) return placeBelow(shape, path.slice(at + 1), registry);
    shapes = inner;
  }
  return keysOf(shapes);
}

/** What is valid at a path below a key that has no fixed set of keys. */
function placeBelow(shape: Shape, path: readonly string[], registry: readonly Rule[]): ConfigPlace {
  switch (shape.type) {
    case "rules":
      return placeInRules(path, registry);
    case "scopes":
      // The keys below the first one are names that the user chooses.
      return path.length === 1 ? keysOf(scopeShapes) : nothing;
    default:
      return path.length === 0 ? { keys: [], values: valuesOf(shape) } : nothing;
  }
}

function keysOf(shapes: Readonly<Record<string, Shape>>): ConfigPlace {
  const keys = Object.entries(shapes).map(([name, { description, type }]) => ({
    name,
    description,
    opens: type === "group" || type === "rules" || type === "scopes" || type in itemShapes,
    mark: undefined,
  }));
  return { keys, values: [] };
}

function valuesOf(shape: Shape): readonly ConfigChoice[] {
  switch (shape.type) {
    case "choice":
      return shape.choices.map(plain);
    case "extends":
      return presets.map(plain);
    default:
      return [];
  }
}

/** @param path below `rules`: empty, an id, or a path inside the configuration of that rule */
function placeInRules(
  [id, key, option, ...deeper]: readonly string[],
  registry: readonly Rule[],
): ConfigPlace {
  if (id === undefined) return { keys: registry.map(ruleChoice), values: [] };
  const rule = registry.find((one) => one.id === id);
  if (!rule || deeper.length > 0) return nothing;
  const chosen = [...severities, "off"].map((name) =>
    name === rule.severity ? { ...plain(name), mark: "default" } : plain(name),
  );
  const options = Object.entries(rule.options ?? {});
  if (key === undefined) {
    const keys = [
      { ...plain("severity"), description: "The severity of this rule's findings, or `off`." },
      ...(options.length > 0
        ? [{ ...plain("options"), description: "The options of this rule.", opens: true }]
        : []),
    ];
    return { keys, values: chosen };
  }
  if (key === "severity") return option === undefined ? { keys: [], values: chosen } : nothing;
  if (key !== "options") return nothing;
  if (option === undefined) {
    const keys = options.map(([name, { description, default: byDefault }]) => ({
      ...plain(name),
      description: `${description} Default: \`${JSON.stringify(byDefault)}\`.`,
    }));
    return { keys, values: [] };
  }
  const declared = rule.options?.[option];
  const values = declared?.type === "boolean" ? ["true", "false"] : (declared?.choices ?? []);
  return { keys: [], values: values.map(plain) };
}

function ruleChoice({ id, summary, why, severity }: Rule): ConfigChoice {
  return { name: id, description: `${summary} ${why}`, opens: false, mark: severity };
}

function plain(name: string): ConfigChoice {
  return { name, description: undefined, opens: false, mark: undefined };
}
