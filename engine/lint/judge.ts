import type { Plan } from "../config/plan.ts";
import type { Resource } from "../kubernetes/resource.ts";
import type { Suppression } from "../rule/suppression.ts";
import { namesFault, type PeerSuppression } from "./peers.ts";
import { peersOf, type RuleHit, type RunContext, runRule } from "./run.ts";
import { ownAnnotation } from "./suppress.ts";

/** Hits of one document of a file. */
export interface DocumentHits {
  readonly at: number;
  readonly hits: readonly RuleHit[];
}

/** Why a hit is not reported. */
export interface Silence {
  readonly by: "comment" | "annotation" | "baseline";
  /** The comment or annotation as written; empty for a baseline. */
  readonly text: string;
  readonly reason: string | undefined;
}

export interface Judged {
  /** The hits to report, including those of the rules about suppressions. */
  readonly documents: readonly DocumentHits[];
  readonly silenced: ReadonlyMap<RuleHit, Silence>;
}

interface Suppressible {
  readonly entries: readonly {
    readonly entry: {
      readonly suppressions: readonly Suppression[];
      readonly peerSuppressions: readonly PeerSuppression[];
      readonly resources: readonly Resource[];
    };
  }[];
}

const nothing: Judged["silenced"] = new Map();

/**
 * Removes the hits that comments and annotations silence, and adds those of the rules about our suppressions. Unused
 * suppressions of other tools are not reported, because that tool might still need them.
 *
 * @param ruleIds the ids of all rules, active or not: a rule that is off leaves no unused suppression
 */
export function judge(
  file: Suppressible,
  documents: readonly DocumentHits[],
  plan: Plan,
  ruleIds: ReadonlySet<string>,
  run: RunContext,
): Judged {
  if (file.entries.every(({ entry }) => isFree(entry))) return { documents, silenced: nothing };
  const silenced = new Map<RuleHit, Silence>();
  const usedKeys = new Set<string>();
  const ownSuppressions = file.entries.flatMap(({ entry }, at) =>
    entry.suppressions.map((suppression) => ({ suppression, at })),
  );
  const remainder = documents.map(({ at, hits }) => ({
    at,
    hits: hits.filter((hit) => {
      const uses = ownSuppressions.filter((own) => appliesInFile(own, at, hit));
      for (const use of uses) usedKeys.add(key(use.at, use.suppression, hit.active.rule.id));
      const [first] = uses;
      const peer = file.entries[at]!.entry.peerSuppressions.find((candidate) =>
        peerAppliesTo(candidate, hit),
      );
      const silence = first ? silenceOf(first.suppression) : peer && peerSilenceOf(peer);
      if (silence && !silenced.has(hit)) silenced.set(hit, silence);
      return !silenced.has(hit);
    }),
  }));
  const judging = plan.common.rules.filter(({ rule }) => rule.on.of === "suppression");
  const reported = remainder.map(({ at, hits }) => {
    const { suppressions, resources } = file.entries[at]!.entry;
    if (suppressions.length === 0) return { at, hits };
    const active = activeIn(plan, resources);
    const judged = suppressions.map((suppression) => ({
      ...suppression,
      unused: suppression.rules
        .filter(({ id }) => (active.has(id) || !ruleIds.has(id)) && !usedKeys.has(key(at, suppression, id)))
        .map((rule) => ({ ...rule, exists: ruleIds.has(rule.id) })),
    }));
    const about = judging.flatMap((rule) =>
      judged.flatMap((suppression) =>
        runRule(rule, "suppression", suppression, undefined, { ...run, document: at }),
      ),
    );
    return { at, hits: [...hits, ...about] };
  });
  return { documents: reported, silenced };
}

function isFree({ suppressions, peerSuppressions }: Suppressible["entries"][number]["entry"]): boolean {
  return suppressions.length === 0 && peerSuppressions.length === 0;
}

/** The ids of all rules that are on for a document or one of its resources. */
export function activeIn(plan: Plan, resources: readonly Resource[]): ReadonlySet<string> {
  const judgments = [plan.common, ...(plan.of ? resources.map(plan.of) : [])];
  return new Set(judgments.flatMap(({ rules }) => rules.map(({ rule }) => rule.id)));
}

/** Whether a suppression in any document of a file applies to a hit in the document with this index. */
function appliesInFile(
  { suppression, at: home }: { readonly suppression: Suppression; readonly at: number },
  at: number,
  hit: RuleHit,
): boolean {
  const isInReach = suppression.scope === "file" || home === at;
  return (
    isInReach && suppression.rules.some(({ id }) => id === hit.active.rule.id) && appliesTo(suppression, hit)
  );
}

function appliesTo({ scope, covers, owner }: Suppression, hit: RuleHit): boolean {
  if (scope === "resource") return owner?.resource === hit.resource;
  if (scope === "document" || scope === "file") return true;
  return covers.start <= hit.start && hit.start <= covers.end;
}

function peerAppliesTo(peer: PeerSuppression, hit: RuleHit): boolean {
  const { of } = peer;
  const isThere = "root" in of ? of === hit.resource : of.start <= hit.start && hit.start <= of.end;
  return isThere && namesFault(peer, peersOf(hit));
}

function silenceOf({ document, start, end, reason, owner }: Suppression): Silence {
  if (!owner) return { by: "comment", text: document.text.slice(start, end), reason };
  return { by: "annotation", text: `${ownAnnotation}: ${owner.annotation.scalar?.text ?? ""}`, reason };
}

function peerSilenceOf({ of, text, reason }: PeerSuppression): Silence {
  return { by: "root" in of ? "annotation" : "comment", text, reason };
}

function key(at: number, suppression: Suppression, id: string): string {
  return `${at}:${suppression.start}:${id}`;
}
