import type { ActiveRule } from "../config/config.ts";
import { imageSourceOf } from "../kubernetes/images.ts";
import type { Resource } from "../kubernetes/resource.ts";
import { type Entry, namesImages } from "./file.ts";
import { type DocumentRun, type RuleHit, runRule } from "./run.ts";

/** The hits of rules about a document's text, and about its kustomization or images outside of resources. */
export function runOnText(entry: Entry, rules: readonly ActiveRule[], run: DocumentRun): RuleHit[] {
  const { document, dialect, images, kustomization } = entry;
  // Helm reports syntax errors in a chart's values itself.
  const isTextJudged = dialect !== "values" && dialect !== "dockerfile";
  const hits: RuleHit[] = [];
  for (const active of rules) {
    const { of } = active.rule.on;
    if (of === "document" && isTextJudged)
      appendHits(hits, runRule(active, "document", document, undefined, run));
    if (of === "images" && images && namesImages(images))
      appendHits(hits, runRule(active, "images", images, undefined, run));
    // Kustomize reads only the first document of the file.
    if (of === "kustomization" && kustomization && run.document === 0)
      appendHits(hits, runRule(active, "kustomization", kustomization, undefined, run));
  }
  return hits;
}

/** The hits of rules about a resource and its images. */
export function runOnResource(resource: Resource, rules: readonly ActiveRule[], run: DocumentRun): RuleHit[] {
  const source = imageSourceOf(resource);
  const hasImages = namesImages(source);
  const hits: RuleHit[] = [];
  for (const active of rules) {
    const { of } = active.rule.on;
    if (of === "resource") appendHits(hits, runRule(active, "resource", resource, resource, run));
    if (of === "images" && hasImages) appendHits(hits, runRule(active, "images", source, resource, run));
  }
  return hits;
}

/** Appends hits. Spreading 100,000 hits into arguments would overflow the stack. */
export function appendHits(hits: RuleHit[], newHits: readonly RuleHit[]): void {
  for (const hit of newHits) hits.push(hit);
}
