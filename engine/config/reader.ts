import { distance } from "fastest-levenshtein";
import { keyProblem } from "../kubernetes/labels.ts";
import type { Value } from "../kubernetes/value.ts";
import { isGlob } from "../settings/globs.ts";
import { nowhere, type Scope, scopeShapes } from "../settings/scope.ts";
import type { Shape, Shapes } from "../settings/shape.ts";

/** A mistake in a configuration, with its position. */
export interface ConfigProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** The most similar name, or `undefined` if no name is similar. */
export function didYouMean(name: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const far = distance(name, candidate);
    if (far < least) [best, least] = [candidate, far];
  }
  return best;
}

/** Reads typed values and collects mistakes. */
export class Reader {
  readonly problems: ConfigProblem[] = [];

  say(value: Value, message: string): void {
    this.sayAt(value.token, message);
  }

  sayAt({ start, end }: { readonly start: number; readonly end: number }, message: string): void {
    this.problems.push({ message, start, end });
  }

  /** Reports unknown keys, and values that are not mappings. */
  allow(map: Value | undefined, keys: readonly string[]): void {
    if (map && !map.isMap && !map.isNull) this.say(map, `${map.pathText} must be a mapping`);
    for (const { name, key } of map?.entries() ?? []) {
      if (keys.includes(name)) continue;
      const near = didYouMean(name, keys);
      this.sayAt(key, `Unknown setting "${name}"${near ? `; did you mean "${near}"?` : ""}`);
    }
  }

  /** The values for some shapes. Ignores other keys. */
  given(map: Value | undefined, shapes: Shapes): Readonly<Record<string, unknown>> {
    const values: Record<string, unknown> = {};
    for (const [name, shape] of Object.entries(shapes)) {
      const value = map?.at(name);
      const read = value && this.#read(value, shape);
      if (read !== undefined) values[name] = read;
    }
    return values;
  }

  #read(value: Value, shape: Shape): unknown {
    switch (shape.type) {
      case "text":
        return this.text(value);
      case "version":
        return this.version(value);
      case "strings":
        return this.strings(value);
      case "globs":
        return this.globs(value);
      case "texts":
        return this.mapping(value, (item) => this.text(item));
      case "lists":
        return this.mapping(value, (item) => (item.isSequence ? this.strings(item) : this.patterns(item)));
      case "key":
        return this.key(value);
      case "scopes":
        return this.mapping(value, (item) => this.scope(item));
      case "choice":
        return this.choice(value, shape.choices);
      case "group":
        this.allow(value, Object.keys(shape.keys));
        return { ...this.given(value, shape.keys), ...this.resetKeys(value, shape.oneOf ?? []) };
      default:
        // Selectors, rules, overrides and `extends` have their own readers.
        return undefined;
    }
  }

  text(value: Value): string | undefined {
    if (value.string === undefined) this.say(value, `${value.pathText} must be a string`);
    return value.string;
  }

  /** The key of a label or annotation. */
  key(value: Value): string | undefined {
    const text = this.text(value);
    const problem = text === undefined ? undefined : keyProblem(text);
    if (problem === undefined) return text;
    this.say(value, `${value.pathText} must be a key such as team or example.com/team: ${problem}`);
    return undefined;
  }

  /** YAML reads `1.30` without quotes as the number 1.3, so the version is read from the text. */
  version(value: Value): string | undefined {
    const match = /^v?(1\.\d+)(?:\.\d+)?$/.exec(value.scalar?.text ?? "");
    if (!match) this.say(value, `${value.pathText} must be a version such as 1.36`);
    return match?.[1];
  }

  strings(value: Value): readonly string[] {
    const texts = value.items().flatMap((item) => item.string ?? []);
    if (!value.isSequence || texts.length < value.items().length) {
      this.say(value, `${value.pathText} must be a list of strings`);
    }
    return texts;
  }

  /** The valid globs. */
  globs(value: Value): readonly string[] {
    for (const item of value.items()) {
      if (item.string !== undefined && !isGlob(item.string))
        this.say(item, `${item.pathText} is not a valid glob`);
    }
    return this.strings(value).filter(isGlob);
  }

  flag(value: Value): boolean | undefined {
    if (typeof value.value === "boolean") return value.value;
    this.say(value, `${value.pathText} must be true or false`);
    return undefined;
  }

  choice<const Choice extends string>(value: Value, choices: readonly Choice[]): Choice | undefined {
    const found = choices.find((choice) => choice === value.value);
    if (found === undefined) {
      const near = didYouMean(value.scalar?.text ?? "", choices);
      // The suggestion comes first, because a narrow Problems view cuts off the end.
      const hint = near ? `did you mean "${near}"? ` : "";
      this.say(value, `${hint}${value.pathText} must be one of ${choices.join(", ")}`);
    }
    return found;
  }

  /** A single pattern as a list. An empty value allows any value. */
  private patterns(value: Value): readonly string[] | undefined {
    if (value.isNull) return ["*"];
    if (value.string !== undefined) return [value.string];
    this.say(value, `${value.pathText} must be a string or a list of strings`);
    return undefined;
  }

  private scope(map: Value): Scope {
    this.allow(map, Object.keys(scopeShapes));
    return { ...nowhere, ...this.given(map, scopeShapes) };
  }

  /** Resets keys that another key excludes. */
  private resetKeys(map: Value, exclusive: readonly string[]): Readonly<Record<string, string>> {
    const [firstKey, ...more] = exclusive.filter((name) => map.at(name));
    if (firstKey === undefined) return {};
    for (const name of more) {
      const { key, token } = map.at(name)!;
      this.sayAt(key ?? token, `${map.pathText} cannot have both ${firstKey} and ${name}`);
    }
    return Object.fromEntries(exclusive.filter((name) => name !== firstKey).map((name) => [name, ""]));
  }

  private mapping<Item>(
    map: Value,
    read: (value: Value) => Item | undefined,
  ): Readonly<Record<string, Item>> {
    if (!map.isMap && !map.isNull) this.say(map, `${map.pathText} must be a mapping`);
    const result: Record<string, Item> = {};
    for (const { name, value } of map.entries()) {
      const item = read(value);
      if (item !== undefined) result[name] = item;
    }
    return result;
  }
}
