import { type Document, isBroken } from "../documents/document.ts";
import type { Range } from "../text/range.ts";
import { type MapNode, walk, type YamlNode } from "../yaml/node.ts";
import { credentialName, formedCredentials, mayBeCredential } from "./credentials.ts";
import { once } from "./once.ts";
import { tokensIn } from "./provider-tokens.ts";
import type { Resource } from "./resource.ts";
import type { Value } from "./value.ts";

/** Replaces a value that must not be shown. */
export const hidden = "(hidden)";

/** Keys of a Secret that hold no data; a misspelled key might. */
const visibleKeys: ReadonlySet<string> = new Set(["apiVersion", "kind", "metadata", "type", "immutable"]);

/** This annotation repeats the whole object. */
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/**
 * The values of a resource that no message may repeat: all data of a Secret, whatever its type, and in other resources
 * the values of keys and variables that are named like a credential.
 */
export function confidentialTexts(resource: Resource | undefined, at: Value | undefined): readonly string[] {
  if (resource?.kind === "Secret") return once(resource, secretTexts);
  if (!at?.scalar || !isNamedCredential(at)) return [];
  const { text } = at.scalar;
  // A value that only repeats its name cannot be distinguished from the name in a sentence.
  return plainOf(`${at.pathText} ${at.parent?.at("name")?.string}`).includes(plainOf(text)) ? [] : [text];
}

/** Where a document contains text that must not be shown. Offsets are relative to the document. */
export function confidentialRanges(document: Document): readonly Range[] {
  const { text, tree } = document;
  if (isSecretText(document) && isBroken(document)) return [{ start: 0, end: text.length }];
  const ranges: Range[] = [];
  const add = (node: YamlNode) =>
    walk(node, (inner) => {
      if (inner.kind === "alias") ranges.push(inner);
      if (inner.kind === "scalar" && !keys.has(inner)) ranges.push(contentOf(inner));
      if (inner.kind === "map") for (const { key } of inner.pairs) keys.add(key);
    });
  const keys = new Set<YamlNode>();
  if (tree.root)
    walk(tree.root, (node) => {
      if (node.kind === "map") for (const value of confidentialIn(node)) add(value);
      if (node.kind === "scalar" && credentialParts(node.text).length > 0) ranges.push(contentOf(node));
    });
  return ranges;
}

/** A sentence without values that must not be shown, including variants that fixes have turned into valid names. */
export function redacted(sentence: string, texts: readonly string[]): string {
  let result = sentence;
  for (const part of credentialParts(sentence)) result = result.replaceAll(part, hidden);
  for (const text of texts) {
    if (text.length < shortest) result = result.replace(wordOf(text), hidden);
    // A plain word can be part of unrelated names, as the password "mythical" of the Deployment "mythical-database", or
    // one of the sentence's own words, as "password".
    else if (/^[a-z]+$/i.test(text))
      result = inQuotes(result, (part) =>
        part.replace(new RegExp(`(?<![\\w.-])${text}(?![\\w-])`, "g"), hidden),
      );
    else {
      result = result.replaceAll(text, hidden);
      const plain = plainOf(text);
      const hide = (part: string) =>
        part.replace(/[^\s"'(]+/g, (word) => (plainOf(word).includes(plain) ? hidden : word));
      if (plain.length < shortest || !plainOf(result).includes(plain)) continue;
      // A fix can turn the value into a valid name, which titles do not quote. The sentence's own words are plain.
      const hideJoined = (part: string) => part.replace(/\w+(?:[^\w\s"'(]+\w+)+/g, hide);
      result = /\d/.test(plain) ? hide(result) : hideJoined(inQuotes(result, hide));
    }
  }
  return result;
}

/** Changes what a sentence quotes or names behind a colon or an equals sign, but not its own words. */
function inQuotes(sentence: string, change: (part: string) => string): string {
  const isPaired = sentence.split('"').length % 2 === 1;
  return isPaired ? sentence.replace(/"[^"]*"|(?<=[:=] ?)[^\s"]+/g, change) : change(sentence);
}

/** Shorter values are part of other words by chance. */
const shortest = 5;

function plainOf(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, "").toLowerCase();
}

/**
 * Removes quotes of a document from a sentence if the document was meant to be a Secret but cannot be read.
 */
export function redactedQuotes(sentence: string, document: Document): string {
  if (!isSecretText(document)) return sentence;
  const isUnread = isBroken(document);
  return sentence.replace(/"([^"]*)"/g, (quoted, inner: string) =>
    isUnread || inner.startsWith("*") || inner.startsWith("&") ? `"${hidden}"` : quoted,
  );
}

/** Whether a text declares a Secret, even if it cannot be parsed. */
export function isSecretText(document: Document): boolean {
  const known = secretTextsKnown.get(document) ?? secretForm.test(document.text);
  secretTextsKnown.set(document, known);
  return known;
}

const secretTextsKnown = new WeakMap<Document, boolean>();
const secretForm = /(?:^|[\s{,"'])kind["']?\s*:\s*["']?Secret["']?\s*(?:$|[,}#])/m;

function secretTexts({ root }: Resource): readonly string[] {
  const { node } = root;
  if (node?.kind !== "map") return [];
  const texts = new Set<string>();
  const visible = new Set<string>(["", root.at("metadata", "name")?.string ?? ""]);
  for (const value of confidentialIn(node))
    walk(value, (inner) => {
      if (inner.kind === "scalar") texts.add(inner.text);
      if (inner.kind === "map")
        for (const { key } of inner.pairs) if (key.kind === "scalar") visible.add(key.text);
    });
  return [...texts].filter((text) => !visible.has(text));
}

/** The values of one mapping that must not be shown. */
function* confidentialIn(map: MapNode): Iterable<YamlNode> {
  const text = (name: string) => {
    const value = map.pairs.findLast(({ key }) => key.kind === "scalar" && key.text === name)?.value;
    return value?.kind === "scalar" ? value.text : undefined;
  };
  const isSecret = text("kind") === "Secret";
  const name = text("name");
  const isVariable = name !== undefined && isCredentialVariable(name);
  for (const { key, value } of map.pairs) {
    if (key.kind !== "scalar" || !value) continue;
    const hides =
      (isSecret && !visibleKeys.has(key.text)) ||
      key.text === lastApplied ||
      (isVariable && key.text === "value") ||
      (value.kind === "scalar" &&
        credentialName(key.text) !== undefined &&
        mayBeCredential(value.text, key.text));
    if (hides) yield value;
  }
}

/** Whether a scalar is the value of a key or a variable that is named like a credential. */
export function isNamedCredential(value: Value): boolean {
  const { key, parent, scalar } = value;
  if (key?.kind !== "scalar" || !scalar) return false;
  const name = parent?.at("name")?.string;
  if (key.text === "value" && name !== undefined && isCredentialVariable(name)) return true;
  return credentialName(key.text) !== undefined && mayBeCredential(scalar.text, key.text);
}

/** Environment variables and HTTP headers. */
function isCredentialVariable(name: string): boolean {
  return credentialName(name) !== undefined || /^(?:proxy-)?authorization$|^(?:set-)?cookie$/i.test(name);
}

/**
 * Passwords in URLs, images and connection strings, options that are named like a credential, and tokens with a known
 * form. Made-up ones are hidden too, which does no harm.
 */
function credentialParts(text: string): readonly string[] {
  // This runs for every message, and most contain nothing like a credential.
  if (!/[@=]|[\w-]{20}|-----BEGIN|xox|eyJ/.test(text)) return [];
  const parts = tokensIn(text).map(({ start, end }) => text.slice(start, end));
  parts.push(...formedCredentials(text));
  for (const [, password] of text.matchAll(/(?:^|[\s"'/])[^\s/:@"']{1,200}:([^\s/:@"']{1,500})@(?!sha\d+:)/g))
    parts.push(password!);
  for (const [, name, value] of text.matchAll(/--?([A-Za-z][\w-]{0,60})=([^\s"']+)/g))
    if (credentialName(name!) !== undefined && mayBeCredential(value!, name!)) parts.push(value!);
  return parts;
}

function contentOf(node: Extract<YamlNode, { kind: "scalar" }>): Range {
  const isQuoted = node.style === "single" || node.style === "double";
  return isQuoted ? { start: node.start + 1, end: Math.max(node.end - 1, node.start + 1) } : node;
}

/**
 * A short value is replaced only where it is a number or in quotes, because it can also be part of a word.
 */
function wordOf(text: string): RegExp {
  const literal = text.replace(/[^\w]/g, "\\$&");
  return new RegExp(
    /^[\d.]+$/.test(text) ? `(?<![\\w.])${literal}(?![\\w.]|\\.\\d)` : `(?<=")${literal}(?=")`,
    "g",
  );
}
