/** Splits texts into objects as kubectl does. */
import { parseDocument } from "yaml";

/** One object of a text. */
export interface Submission {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  /** The request body: the text as is, or JSON for an object from a `List`. */
  readonly body: string;
  readonly type: "application/json" | "application/yaml";
}

type Fields = { readonly [key: string]: unknown };

/**
 * The objects of a text, in order. A document that has no `apiVersion` and `kind`, or that is broken, is undefined, so
 * that the positions of the others remain comparable.
 */
export function submissionsOf(text: string): readonly (Submission | undefined)[] {
  return documentsOf(text).flatMap((document) => submissionsOfDocument(document));
}

/** kubectl splits the text at each line that starts with `---` before it parses anything. */
function documentsOf(text: string): readonly string[] {
  const clean = text.replace(/^\uFEFF/, "");
  return clean.split(/^---(?=\s|$)[^\S\n]*(?:#.*)?\r?$/m).filter((document) => hasContent(document));
}

function hasContent(document: string): boolean {
  return document.split("\n").some((line) => !/^\s*(#.*)?$/.test(line));
}

function submissionsOfDocument(text: string): readonly (Submission | undefined)[] {
  const document = parseDocument(text, {
    version: "1.1",
    merge: true,
    logLevel: "silent",
    uniqueKeys: false,
  });
  if (document.errors.length > 0) return [undefined];
  let object: unknown;
  try {
    object = document.toJS({ maxAliasCount: 1000 });
  } catch {
    return [undefined];
  }
  if (!isFields(object)) return [undefined];
  if (String(object["kind"]).endsWith("List") && Array.isArray(object["items"]))
    return object["items"].map((item: unknown) => describe(item, JSON.stringify(item), "application/json"));
  return [describe(object, text, "application/yaml")];
}

function describe(object: unknown, body: string, type: Submission["type"]): Submission | undefined {
  if (!isFields(object)) return undefined;
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
  const metadata = isFields(object["metadata"]) ? object["metadata"] : {};
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
  return {
    apiVersion,
    kind,
    namespace: text(metadata["namespace"]),
    name: text(metadata["name"]) ?? text(metadata["generateName"]),
    body,
    type,
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
