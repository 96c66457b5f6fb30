import type { OfficialImage } from "./catalog.ts";
import { mayNeedMigration, prefersNewest } from "./migrations.ts";
import { newestSuccessor } from "./newest.ts";
import { fullVersionOf } from "./pinning.ts";
import { type Successor, supportedSuccessor } from "./successor.ts";

/** Whether a person has to decide on it. */
export function isUpgrade({ upgrade }: Successor): boolean {
  return upgrade === "major" || upgrade === "line" || upgrade === "minor";
}

/** The nearest tag that is maintained and the one of the newest line, where that is another and is of use. */
export function upgradesOf(
  image: OfficialImage,
  tag: string,
  hasData: boolean,
): readonly (Successor | undefined)[] {
  const nearest = supportedSuccessor(image, tag);
  // A new line is chosen with its full version.
  const next = nearest && { ...nearest, tag: fullVersionOf(image, nearest.tag) ?? nearest.tag };
  if (!next || !isUpgrade(next)) return [next];
  const isFirst = prefersNewest(image);
  // Data goes the shortest way.
  const newest = hasData && mayNeedMigration(image) && !isFirst ? undefined : newestSuccessor(image, tag);
  return newest && isFirst ? [undefined, newest] : [next, newest];
}
