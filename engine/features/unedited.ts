import type { SourceFile } from "../file.ts";
import { once } from "../kubernetes/once.ts";
import type { Resource } from "../kubernetes/resource.ts";

/**
 * Why nobody edits a file where it is: other people's files, what only tests read, the output of a tool, and one of
 * several versions that were released and are kept.
 */
export type Unedited = "vendored" | "test" | "generated" | "released";

/**
 * What a file's text says of where it comes from: it is the output of a tool, or may be that of the charts which the
 * kustomization beside it names.
 */
export type Origin = "generated" | "chart";

export function originOf(source: SourceFile): Origin | undefined {
  if (headLines(source.text).some(saysGenerated)) return "generated";
  if (!source.kubernetes) return undefined;
  if (isRendered(source)) return "generated";
  const resources = source.entries.flatMap(({ entry }) => entry.resources);
  const labeled = resources.filter((resource) => !isUnlabeled(resource));
  if (labeled.length === 0 || !labeled.every((resource) => once(resource, isOfChart))) return undefined;
  return labeled.every((resource) => once(resource, isRenderedObject)) ? "generated" : "chart";
}

/** Charts do not label what they define, nor the namespace that they are put into. */
function isUnlabeled({ kind }: Resource): boolean {
  return kind === "CustomResourceDefinition" || kind === "Namespace";
}

/** The comments before the first thing that is written in a text, without their marks. */
function headLines(text: string): readonly string[] {
  const [head = ""] = /^\uFEFF?(?:[ \t]*(?:#.*|%.*|---[ \t]*(?:#.*)?)?(?:\r?\n|$))*/.exec(text) ?? [];
  return head
    .split("\n")
    .filter((line) => line.includes("#"))
    .map((line) => line.slice(0, longest).replace(/^[^#]*#[\s#*=-]*/, ""));
}

/** More of a line tells nothing, and the patterns below need not be fast on any text. */
const longest = 300;

const file =
  "(?:file|document|bundle|docker ?file|code|yaml(?: file)?|(?:manifest|crd|resource|definition)s?)";

/** What stands before the verb where it speaks of the file. That something in it is generated says nothing of it. */
const subject = String.raw`^(?:(?:note|notice|warning|caution|attention|important)\W+)?(?:(?:this|these) (?:is|was|are|were|has been) (?:an? )?|(?:(?:this|the|these|all) (?:[\w.-]+ ){0,2}?)?${file} (?:(?:is|was|are|were|has been|have been|gets?) )?)?`;

/** How tools forbid that their output is edited. */
const prohibitions: readonly RegExp[] = [
  /(?:^|\s)@generated\b/,
  /\b(?:do not|don't) (?:(?:manually|directly) )?edit(?: (?:it|this|(?:this |the )?(?:generated )?file|manually|by hand|directly)\b|[\s)]*(?:[^\w\s]|$))/i,
  /\b(?:do not|don't) (?:modify|change) (?:this file|manually|by hand)\b/i,
];

/** How tools sign what they write. */
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

/** What writes a first draft, which people then make their own, or a value that they paste. */
const drafts =
  /kubectl (?:create|run|expose|get)|kompose|helm create|scaffold|gpt|copilot|claude|\bAI\b|openssl|htpasswd|base64|ssh-keygen|uuid/i;

function saysGenerated(line: string): boolean {
  if (prohibitions.some((pattern) => pattern.test(line))) return true;
  return !drafts.test(line) && signatures.some((pattern) => pattern.test(line));
}

/**
 * Helm writes above each document which template of the chart it is from; a document without content hands it on.
 * Whoever releases the output often adds the namespace.
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

/** Before anything else in a document. Source: https://helm.sh/docs/helm/helm_template/ */
const sourceComment = /^\uFEFF?(?:[ \t]*(?:#.*|---[ \t]*)?\r?\n)*?# Source: \S+\/(?:templates|crds)\/\S/;

/**
 * Says of itself that it was installed by Helm, or by Istio's own installer, which renders its charts.
 * Source: https://helm.sh/docs/chart_best_practices/labels/
 */
function isOfChart({ root }: Resource): boolean {
  const labels = root.at("metadata", "labels");
  const manager = labels?.at("app.kubernetes.io/managed-by")?.string;
  return manager === "Helm" || labels?.at(istioOwner) !== undefined;
}

/** Has the labels that only a template of a chart gives; a kustomization may add the others. */
function isRenderedObject({ root }: Resource): boolean {
  const labels = root.at("metadata", "labels");
  return labels?.at(istioOwner) !== undefined || labels?.at("helm.sh/chart") !== undefined;
}

const istioOwner = "install.operator.istio.io/owning-resource";
