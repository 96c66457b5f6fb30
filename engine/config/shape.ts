/** What may stand at a key of the configuration: read, validated, completed and shown in the schema from this one place. */
export type Shape =
  | Leaf
  | (Described & { readonly type: "choice"; readonly choices: readonly string[] })
  | (Described & {
      readonly type: "group";
      readonly keys: Shapes;
      /** Keys that exclude each other: the one that is given takes back what was said of the others further below. */
      readonly oneOf?: readonly string[];
    });

interface Described {
  /** One sentence or two in Markdown. */
  readonly description: string;
}

/**
 * version: a minor version of Kubernetes. texts: a mapping from strings to strings. lists: a mapping from strings to
 * lists of strings, or to one string. key: the key of a label or annotation. scopes: a mapping from names to scopes. selector: a label selector as kubectl takes it. extends: a preset's or file's name, or a list of them. file: a path relative to this file. flag: true or false. any: whatever YAML can say. edits: what a fix changes.
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

/** The same settings with any of them left out; lists and mappings are given whole. */
export type Patch<Whole> = {
  readonly [Name in keyof Whole]?: Whole[Name] extends string | boolean | readonly unknown[]
    ? Whole[Name]
    : string extends keyof Whole[Name]
      ? Whole[Name]
      : Patch<Whole[Name]>;
};

/** What a patch does not say stays as it is. */
export function patched<Whole>(whole: Whole, patch: Patch<Whole>, shapes: Shapes): Whole {
  const result: Record<string, unknown> = { ...(whole as object) };
  for (const [name, shape] of Object.entries(shapes)) {
    const given = (patch as Record<string, unknown>)[name];
    if (given === undefined) continue;
    result[name] = shape.type === "group" ? patched(result[name], given as never, shape.keys) : given;
  }
  return result as Whole;
}
