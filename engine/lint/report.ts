import { severities } from "../config/choices.ts";
import type { Document } from "../documents/document.ts";
import { isNamedCredential, isSecretText } from "../kubernetes/confidential.ts";
import type { Resource } from "../kubernetes/resource.ts";
import { Value } from "../kubernetes/value.ts";
import type { Peers, Related } from "../rule/rule.ts";
import type { SourceFile } from "./file.ts";
import type { Finding, RelatedPlace, ResourceId } from "./finding.ts";
import type { DocumentHits } from "./judge.ts";
import { peersOf, type RuleHit } from "./run.ts";
import { shown } from "./shown.ts";
import { partsOf } from "./together.ts";

/** Hits as findings of the file, in order of position. Places that several objects share through an alias are reported once. */
export function toFindings(file: SourceFile, documents: readonly DocumentHits[]): readonly Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const { at, hits } of documents) {
    const { start, entry } = file.entries[at]!;
    for (const hit of hits) {
      const { active, path, resource } = hit;
      const message = messageOf(hit, entry.document);
      const identity = `${hit.start + start} ${hit.end + start} ${active.rule.id} ${message}`;
      if (seen.has(identity)) continue;
      seen.add(identity);
      findings.push({
        rule: active.rule.id,
        severity: active.severity,
        message,
        start: hit.start + start,
        end: hit.end + start,
        path,
        resource: resource && resourceId(resource),
        related: (hit.hit.related ?? []).map((related) => relatedPlace(file.uri, at, related)),
        peers: peersOf(hit),
        confidential:
          active.rule.confidential === true ||
          resource?.kind === "Secret" ||
          message !== hit.message ||
          (hit.hit.at instanceof Value && isNamedCredential(hit.hit.at)) ||
          isSecretText(entry.document),
        tags: active.rule.tags ?? [],
        origin: { hit, entry, start },
      });
    }
  }
  return findings.sort((a, b) => a.start - b.start || a.end - b.end || (a.rule < b.rule ? -1 : 1));
}

/** By hit, because a hit lives as long as its document, and its message is needed on every keystroke. */
const messages = new WeakMap<RuleHit, string>();

function messageOf(hit: RuleHit, document: Document): string {
  const message = messages.get(hit) ?? shown(hit.message, hit, document);
  messages.set(hit, message);
  return message;
}

/** Combines findings into one if rules of one group report the same place, or if one rule reports items of one list. */
export function combineFindings(findings: readonly Finding[]): readonly Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = groupOf(finding);
    if (key) groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const merged = new Map<Finding, Finding | undefined>();
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    const first = group.reduce((a, b) => (isMoreSevere(b, a) ? b : a));
    for (const finding of group) merged.set(finding, finding === first ? merge(first, group) : undefined);
  }
  return merged.size === 0
    ? findings
    : findings.flatMap((finding) => (merged.has(finding) ? (merged.get(finding) ?? []) : finding));
}

/** The common key of findings that are combined. */
function groupOf({ start, end, path, origin }: Finding): string | undefined {
  const { rule } = origin.hit.active;
  if (rule.inList) return `${rule.id} ${origin.start} ${path.replace(/\[\d+\]$/, "")}`;
  return rule.together && `${rule.together.group} ${start} ${end}`;
}

function isMoreSevere(first: Finding, second: Finding): boolean {
  const [a, b] = [gravity(first), gravity(second)];
  if (a !== b) return a < b;
  const list = first.origin.hit.active.rule.inList;
  return list !== undefined && list.rank(first.origin.hit.hit.data) < list.rank(second.origin.hit.hit.data);
}

function gravity({ severity }: Finding): number {
  return severities.indexOf(severity);
}

function merge(first: Finding, group: readonly Finding[]): Finding {
  const { hit } = first.origin;
  const hits = group.map(({ origin }) => origin.hit);
  const tools = new Set(group.flatMap(({ peers }) => Object.keys(peers))) as Set<keyof Peers>;
  return {
    ...first,
    message: messageOfAll(first, hits),
    related: group.flatMap(({ related }) => related),
    peers: Object.fromEntries(
      [...tools].map((tool) => [tool, [...new Set(group.flatMap(({ peers }) => peers[tool] ?? []))]]),
    ),
    origin: { ...first.origin, others: hits.filter((candidate) => candidate !== hit) },
  };
}

function messageOfAll({ message, origin }: Finding, hits: readonly RuleHit[]): string {
  const { hit, entry } = origin;
  const list = hit.active.rule.inList;
  if (list) return shown(list.message(hits.map((item) => item.hit.data)), hit, entry.document);
  const otherHits = hits.filter((candidate) => candidate !== hit);
  const { none } = partsOf(otherHits.map(({ active }) => active.rule.together!));
  // Only the most severe finding keeps its consequence.
  return `${message.replace(/\.$/, "")}; it also has no ${none}.`;
}

function resourceId({ apiVersion, kind, root }: Resource): ResourceId {
  return {
    apiVersion,
    kind,
    namespace: root.at("metadata", "namespace")?.string,
    name: root.at("metadata", "name")?.string,
  };
}

function relatedPlace(uri: string, document: number, { at, message }: Related): RelatedPlace {
  if (!(at instanceof Value) && "uri" in at) return { ...at, message };
  const { start, end } = at instanceof Value ? at.token : at;
  return { uri, document, start, end, message };
}
