import { type MapNode, resolveAlias, type YamlNode, type YamlProblem, type YamlTree } from "../yaml/node.ts";
import { parseYaml } from "../yaml/parse.ts";
import { scalarValue } from "../yaml/scalar.ts";
import { type TemplateReach, templateReach } from "./template.ts";

/** One parsed document. All offsets are relative to its own text, so it survives being moved. */
export interface Document {
  readonly language: "yaml" | "dockerfile";
  readonly text: string;
  readonly tree: YamlTree;
  readonly problems: readonly YamlProblem[];
  /** The objects of the document: none, one, or those in a `List`. */
  readonly objects: readonly ObjectRoot[];
  /** Becomes YAML only after rendering (Helm, Jinja, ytt), alone or with its whole file; nothing in it is read. */
  readonly template: TemplateReach | undefined;
}

/** A mapping that looks like a Kubernetes object. */
export interface ObjectRoot {
  readonly node: MapNode;
  readonly apiVersion: string;
  readonly kind: string;
  /** Where the object is in the document: empty, or `["items", 2]` inside a `List`. */
  readonly path: readonly (string | number)[];
}

/** Reads the text of one document, which matters only if it contains an object. Never throws. */
export function readDocument(text: string): Document {
  if (!mayHoldObject(text))
    return { language, text, tree: noTree, problems: [], objects: [], template: undefined };
  return readAnyDocument(text);
}

/** Reads the text of one document, whatever it contains. Never throws. */
export function readAnyDocument(text: string): Document {
  const tree = parseYaml(text);
  const template = templateReach(text, tree);
  if (template) return { language, text, tree: noTree, problems: [], objects: [], template };
  return { language, text, tree, problems: tree.problems, objects: findObjects(tree), template: undefined };
}

/** Reads the text of one document with data of another tool, in which `{{` is ordinary text. Never throws. */
export function readData(text: string): Document {
  const tree = parseYaml(text);
  return { language, text, tree, problems: tree.problems, objects: findObjects(tree), template: undefined };
}

/** Text that is not YAML and has no tree. */
export function dockerfileDocument(text: string): Document {
  return { language: "dockerfile", text, tree: noTree, problems: [], objects: [], template: undefined };
}

/** The rest of a stream with too many documents. */
export function unreadDocuments(text: string, count: number): Document {
  const message = `This file has ${count} more ${count === 1 ? "document" : "documents"} than Kubewright reads`;
  const end = Math.min(text.length, Math.max(text.indexOf("\n"), 1));
  const problem: YamlProblem = { code: "too-many-documents", start: 0, end, message };
  return { language, text, tree: noTree, problems: [problem], objects: [], template: undefined };
}

/** Whether a part of the text could not be parsed. */
export function isBroken({ problems }: Document): boolean {
  return problems.some(changesTree);
}

/** The offset of the first part of the text that could not be parsed. */
export function brokenFrom({ problems }: Document): number | undefined {
  let first: number | undefined;
  for (const problem of problems)
    if (changesTree(problem) && (first === undefined || problem.start < first)) first = problem.start;
  return first;
}

/**
 * Duplicate keys and unknown aliases do not change the tree; for other problems, a part of the text was blanked out.
 */
function changesTree({ code }: YamlProblem): boolean {
  return code !== "duplicate-key" && code !== "unknown-alias";
}

const language = "yaml";

const noTree: YamlTree = { root: undefined, aliases: [], problems: [] };

/** Cheap test that avoids parsing most texts of other dialects. */
function mayHoldObject(text: string): boolean {
  return text.includes("apiVersion") && text.includes("kind");
}

/** The form of `apiVersion` in the API: `v1` or a DNS group and a version. Rejects Compose, OpenAPI and Chart.yaml. */
const apiVersionForm = /^(?:[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?v\d[a-z0-9]*$/;
const kindForm = /^[A-Z][A-Za-z0-9]*$/;
const customKindForm = /^[A-Za-z][A-Za-z0-9]*$/;

function findObjects(tree: YamlTree): readonly ObjectRoot[] {
  const root = resolveAlias(tree.root);
  if (root?.kind !== "map") return [];
  const whole = asObject(root, []);
  if (!whole) return [];
  const name = holderOf(whole);
  const items = name && field(root, name);
  if (items?.kind !== "sequence") return [whole];
  const seen = new Set<YamlNode>();
  return items.items.flatMap((item, at) => {
    const node = resolveAlias(item);
    // An object that is in a list several times is one text with one set of findings.
    if (!node || seen.has(node)) return [];
    seen.add(node);
    return asObject(node, [name!, at]) ?? [];
  });
}

/**
 * The field of a container of objects: a `List`, or a template of OpenShift (in its first versions in the core group).
 * Source: https://docs.openshift.com/container-platform/latest/openshift_images/using-templates.html
 */
function holderOf({ apiVersion, kind }: ObjectRoot): "items" | "objects" | undefined {
  if (kind === "Template" && (apiVersion === "v1" || apiVersion.startsWith("template.openshift.io/")))
    return "objects";
  return kind.endsWith("List") ? "items" : undefined;
}

function asObject(node: YamlNode | undefined, path: ObjectRoot["path"]): ObjectRoot | undefined {
  if (node?.kind !== "map") return undefined;
  const apiVersion = stringField(node, "apiVersion");
  const kind = stringField(node, "kind");
  if (apiVersion === undefined || kind === undefined) return undefined;
  if (!apiVersionForm.test(apiVersion)) return undefined;
  // The API server accepts custom kinds in lowercase, too: Zalando's `postgresql`.
  const form = /\..*\//.test(apiVersion) ? customKindForm : kindForm;
  if (!form.test(kind)) return undefined;
  return { node, apiVersion, kind, path };
}

function field(node: MapNode, key: string): YamlNode | undefined {
  const pair = node.pairs.find((candidate) => candidate.key.kind === "scalar" && candidate.key.text === key);
  return resolveAlias(pair?.value);
}

function stringField(node: MapNode, key: string): string | undefined {
  const value = field(node, key);
  if (value?.kind !== "scalar") return undefined;
  const resolved = scalarValue(value);
  return typeof resolved === "string" ? resolved : undefined;
}
