import type { Together } from "../rule/rule.ts";
import { sentenceList } from "../text/sentence.ts";

/** The parts that several rules of one group report at the same place. */
export interface Parts {
  /** `CPU request, memory request or memory limit`: for "has no …". */
  readonly none: string;
  /** `CPU request, memory request and memory limit`: for the title of the fix. */
  readonly all: string;
}

type Lack = Pick<Together, "part">;

/** The missing parts of a subject, according to several rules. */
export function partsOf(lacks: readonly Lack[]): Parts {
  const sorted = [...lacks].sort(byPart).map(({ part }) => part);
  return { none: sentenceList(sorted, "or"), all: sentenceList(sorted) };
}

/** Requests come before limits, as in most manifests. */
export function byPart(a: Lack, b: Lack): number {
  const rank = ({ part }: Lack) => (part.endsWith("limit") ? 1 : 0);
  return rank(a) - rank(b) || (a.part < b.part ? -1 : 1);
}
