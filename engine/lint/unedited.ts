import { once } from "../kubernetes/once.ts";
import type { Resource } from "../kubernetes/resource.ts";
import type { SourceFile } from "./file.ts";

/**
 * Why users do not edit a file: it is third-party, test data, the output of a tool, one of several released versions,
 * or no longer deployed.
 */
export type Unedited = "vendored" | "test" | "generated" | "released" | "archived";

/**
 * The origin that the text of a file shows: it is the output of a tool, or might be the output of the charts in the
 * kustomization next to it.
 */
export type Origin = "generated" | "chart";

export function originOf(source: SourceFile): Origin | undefined {
  if (headLines(source.text).some(isMarkedGenerated)) return "generated";
  if (!source.kubernetes) return undefined;
  if (isRendered(source)) return "generated";
  const resources = source.entries.flatMap(({ entry }) => entry.resources);
  const labeled = resources.filter((resource) => !isUnlabeled(resource));
  if (labeled.length === 0 || !labeled.every((resource) => once(resource, isOfChart))) return undefined;
  return labeled.every((resource) => once(resource, isRenderedObject)) ? "generated" : "chart";
}

/** Charts do not label the kinds that they define, or the namespace that they are installed in. */
function isUnlabeled({ kind }: Resource): boolean {
  return kind === "CustomResourceDefinition" || kind === "Namespace";
}

/** The comments before the first content of a text, without their markers. */
function headLines(text: string): readonly string[] {
  const [head = ""] = /^\uFEFF?(?:[ \t]*(?:#.*|%.*|---[ \t]*(?:#.*)?)?(?:\r?\n|$))*/.exec(text) ?? [];
  return head
    .split("\n")
    .filter((line) => line.includes("#"))
    .map((line) => line.slice(0, longest).replace(/^[^#]*#[\s#*=-]*/, ""));
}

/** The relevant length of a line. A limit, because the patterns below are not fast on every text. */
const longest = 300;

const file =
  "(?:file|document|bundle|docker ?file|code|yaml(?: file)?|(?:manifest|crd|resource|definition)s?)";

/** The words before the verb if the subject is the file. Sentences about generated parts of the file do not count. */
const subject = String.raw`^(?:(?:note|notice|warning|caution|attention|important)\W+)?(?:(?:this|these) (?:is|was|are|were|has been) (?:an? )?|(?:(?:this|the|these|all) (?:[\w.-]+ ){0,2}?)?${file} (?:(?:is|was|are|were|has been|have been|gets?) )?)?`;

/** How tools say that their output must not be edited. */
const prohibitions: readonly RegExp[] = [
  /(?:^|\s)@generated\b/,
  /\b(?:do not|don't) (?:(?:manually|directly) )?edit(?: (?:it|this|(?:this |the )?(?:generated )?file|manually|by hand|directly)\b|[\s)]*(?:[^\w\s]|$))/i,
  /\b(?:do not|don't) (?:modify|change) (?:this file|manually|by hand)\b/i,
];

/** How tools sign their output. */
const signatures: readonly RegExp[] = [
  new RegExp(
    String.raw`${subject}(?:auto[- ]?|automatically )(?:generated|created)(?:,? (?:automatically |by|from|with|using|via|on|at|in|and|${file}\b)|[^\w\s]|\s*$)`,
    "i",
  ),
  new RegExp(
    String.raw`${subject}(?:generated|rendered)(?: automatically)?:? (?:by|from|with|using|via)\b`,
    "i",
  ),
  new RegExp(
    String.raw`^(?:\w+\W+)?(?:this|the) (?:[\w.-]+ )?${file} (?:is|was|has been) (?:auto[- ]?|automatically )?(?:generated|rendered)\b`,
    "i",
  ),
];

/** Tools whose output is a draft to edit, or a value to paste. */
const drafts =
  /kubectl (?:create|run|expose|get)|kompose|helm create|scaffold|gpt|copilot|claude|\bAI\b|openssl|htpasswd|base64|ssh-keygen|uuid/i;

function isMarkedGenerated(line: string): boolean {
  if (prohibitions.some((pattern) => pattern.test(line))) return true;
  return !drafts.test(line) && signatures.some((pattern) => pattern.test(line));
}

/**
 * Helm writes the path of the template above each document. Documents without content pass it on to the next one. Users
 * often add the namespace before a release.
 */
function isRendered({ entries }: SourceFile): boolean {
  let isSourced = false;
  let any = false;
  for (const { entry } of entries) {
    const { text, tree } = entry.document;
    isSourced ||= sourceComment.test(text);
    if (tree.root === undefined && !/^[^#\s-]/m.test(text)) continue;
    const { resources } = entry;
    if (!isSourced && !(resources.length > 0 && resources.every(isUnlabeled))) return false;
    any ||= isSourced;
    isSourced = false;
  }
  return any;
}

/** At the beginning of a document. Source: https://helm.sh/docs/helm/helm_template/ */
const sourceComment = /^\uFEFF?(?:[ \t]*(?:#.*|---[ \t]*)?\r?\n)*?# Source: \S+\/(?:templates|crds)\/\S/;

/**
 * Whether an object is labeled as installed by Helm, or by Istio's installer, which renders its charts.
 * Source: https://helm.sh/docs/chart_best_practices/labels/
 */
function isOfChart({ root }: Resource): boolean {
  const labels = root.at("metadata", "labels");
  const manager = labels?.at("app.kubernetes.io/managed-by")?.string;
  return manager === "Helm" || labels?.at(istioOwner) !== undefined;
}

/** Whether an object has the labels that only a chart template sets. A kustomization can add the others. */
function isRenderedObject({ root }: Resource): boolean {
  const labels = root.at("metadata", "labels");
  return labels?.at(istioOwner) !== undefined || labels?.at("helm.sh/chart") !== undefined;
}

const istioOwner = "install.operator.istio.io/owning-resource";
