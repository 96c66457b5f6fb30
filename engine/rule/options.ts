/** An option of a rule: a default, and a description that the settings, the schema and the docs show. */
export interface Option<Value> {
  readonly type: "names" | "number" | "boolean" | "choice";
  readonly default: Value;
  readonly description: string;
  readonly choices?: readonly string[];
}

export type Options = { readonly [name: string]: Option<unknown> };
export type OptionValues<Declared extends Options> = {
  readonly [Name in keyof Declared]: Declared[Name] extends Option<infer Value> ? Value : never;
};

/** A list of strings. */
export function names(description: string, byDefault: readonly string[] = []): Option<readonly string[]> {
  return { type: "names", default: byDefault, description };
}

export function number(description: string, byDefault: number): Option<number> {
  return { type: "number", default: byDefault, description };
}

export function flag(description: string, byDefault: boolean): Option<boolean> {
  return { type: "boolean", default: byDefault, description };
}

/** One of several words; the first is the default. */
export function choice<const Choices extends readonly string[]>(
  description: string,
  choices: Choices,
): Option<Choices[number]> {
  return { type: "choice", default: choices[0]!, description, choices };
}

/** Why a value is invalid for an option; `undefined` if it is valid. */
export function optionProblem(option: Option<unknown>, value: unknown): string | undefined {
  switch (option.type) {
    case "names":
      return Array.isArray(value) && value.every((item) => typeof item === "string")
        ? undefined
        : "must be a list of strings";
    case "number":
      return typeof value === "number" ? undefined : "must be a number";
    case "boolean":
      return typeof value === "boolean" ? undefined : "must be true or false";
    case "choice":
      return option.choices?.includes(String(value))
        ? undefined
        : `must be one of ${option.choices?.join(", ")}`;
  }
}
