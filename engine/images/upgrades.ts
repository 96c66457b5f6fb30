import type { OfficialImage } from "./catalog.ts";
import { mayNeedMigration, prefersNewest } from "./migrations.ts";
import { newestSuccessor } from "./newest.ts";
import { fullVersionOf } from "./pinning.ts";
import { type Successor, supportedSuccessor } from "./successor.ts";

/** Whether the user must decide on this upgrade. */
export function isUpgrade({ upgrade }: Successor): boolean {
  return upgrade === "major" || upgrade === "line" || upgrade === "minor";
}

/** The nearest maintained tag, and the tag of the newest release line if it differs and is an option. */
export function upgradesOf(
  image: OfficialImage,
  tag: string,
  hasData: boolean,
): readonly (Successor | undefined)[] {
  const nearest = supportedSuccessor(image, tag);
  // For a new release line, the full version is offered.
  const next = nearest && { ...nearest, tag: fullVersionOf(image, nearest.tag) ?? nearest.tag };
  if (!next || !isUpgrade(next)) return [next];
  const isFirst = prefersNewest(image);
  // With data, only the smallest step is offered.
  const newest = hasData && mayNeedMigration(image) && !isFirst ? undefined : newestSuccessor(image, tag);
  return newest && (isFirst || newest.tag === next.tag) ? [undefined, newest] : [next, newest];
}
