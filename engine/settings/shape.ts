/** The type of a key of the configuration. Reading, validation, completion and the JSON schema all use it. */
export type Shape =
  | Leaf
  | (Described & { readonly type: "choice"; readonly choices: readonly string[] })
  | (Described & {
      readonly type: "group";
      readonly keys: Shapes;
      /** Keys that exclude each other: setting one resets the others that lower levels set. */
      readonly oneOf?: readonly string[];
    });

interface Described {
  /** One or two sentences in Markdown. */
  readonly description: string;
}

/**
 * version: a minor version of Kubernetes. texts: a mapping from strings to strings. lists: a mapping from strings to
 * lists of strings, or to one string. key: the key of a label or annotation. scopes: a mapping from names to scopes.
 * selector: a label selector in kubectl's syntax. extends: the name of a preset or file, or a list of them. file: a
 * path relative to this file. flag: true or false. any: any YAML value. edits: the edits of a fix.
 */
interface Leaf extends Described {
  readonly type:
    | "text"
    | "version"
    | "strings"
    | "globs"
    | "texts"
    | "lists"
    | "key"
    | "scopes"
    | "selector"
    | "extends"
    | "file"
    | "rules"
    | "overrides"
    | "custom-rules"
    | "edits"
    | "flag"
    | "any";
}

export type Shapes = { readonly [name: string]: Shape };

/** The same settings, each optional. Lists and mappings are complete. */
export type Patch<Whole> = {
  readonly [Name in keyof Whole]?: Whole[Name] extends string | boolean | readonly unknown[]
    ? Whole[Name]
    : string extends keyof Whole[Name]
      ? Whole[Name]
      : Patch<Whole[Name]>;
};

/** Applies a patch. Keys that it does not set stay unchanged. */
export function applyPatch<Whole>(whole: Whole, patch: Patch<Whole>, shapes: Shapes): Whole {
  const result: Record<string, unknown> = { ...(whole as object) };
  for (const [name, shape] of Object.entries(shapes)) {
    const patchValue = (patch as Record<string, unknown>)[name];
    if (patchValue === undefined) continue;
    result[name] =
      shape.type === "group" ? applyPatch(result[name], patchValue as never, shape.keys) : patchValue;
  }
  return result as Whole;
}
