import type { Together } from "../rule/rule.ts";
import { sentenceList } from "../text/sentence.ts";

/** What several rules of one group say of the same place. */
export interface Parts {
  /** `CPU request, memory request or memory limit`: what there is none of either. */
  readonly none: string;
  /** `CPU request, memory request and memory limit`: what a fix adds. */
  readonly all: string;
}

type Lack = Pick<Together, "part">;

/** What a subject lacks by several rules. */
export function partsOf(lacks: readonly Lack[]): Parts {
  const sorted = [...lacks].sort(byPart).map(({ part }) => part);
  return { none: sentenceList(sorted, "or"), all: sentenceList(sorted) };
}

/** Requests come before limits, as people write them. */
export function byPart(a: Lack, b: Lack): number {
  const rank = ({ part }: Lack) => (part.endsWith("limit") ? 1 : 0);
  return rank(a) - rank(b) || (a.part < b.part ? -1 : 1);
}
