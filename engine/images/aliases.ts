import type { OfficialImage } from "./catalog.ts";
import { namesRelease, releaseNames } from "./distributions.ts";
import { isWithinLine, lineOf, namesLine } from "./lines.ts";
import { listedTags } from "./listed.ts";
import { joinTag, splitTag } from "./tags.ts";
import { extendsVersion } from "./versions.ts";

/**
 * Whether a tag only points to whatever is newest: `latest`, `alpine`, `8` of an image whose lines are 8.0 and 8.3. If
 * an alias is not listed, only the pointer has ended: for weeks MongoDB had no `latest`, because its line had ended and
 * it had not been moved yet. A tag that names a distribution's release is not an alias, unless builds of that release
 * are listed; neither is a tag of a flavor that only ended lines have had.
 */
export function isAlias(image: OfficialImage, tag: string): boolean {
  if (namesLine(image, tag)) return false;
  const { version, flavor } = splitTag(tag);
  const ofFlavor = listedTags(image).filter((listed) => listed.flavor === flavor);
  if (version !== "")
    return (
      !isWithinLine(image, version) && ofFlavor.some((listed) => extendsVersion(listed.version, version))
    );
  if (ofFlavor.some((listed) => listed.version !== "")) return true;
  if (namesRelease(flavor) || releaseNames(flavor).length > 0) return false;
  const had = [...image.flavors.keys()].filter(
    (other) => other !== "" && image.everHad(joinTag({ version: other, flavor })),
  );
  const lines = new Set(listedTags(image).map((listed) => lineOf(image, listed.version)));
  return had.length === 0 || had.some((other) => lines.has(lineOf(image, other)));
}

/** The day on which an alias was removed from the list, if that is long ago; undefined for any other tag. */
export function aliasEnd({ name }: OfficialImage, tag: string): string | undefined {
  return tag === "latest" && Object.hasOwn(LATEST_ENDED, name) ? LATEST_ENDED[name]?.day : undefined;
}

interface AliasEnd {
  readonly day: string;
  /** The commit of docker-library/official-images that removed it. */
  readonly source: string;
}

function endedIn(day: string, commit: string): AliasEnd {
  return { day, source: `https://github.com/docker-library/official-images/commit/${commit}` };
}

/** Images that are still built but no longer have `latest`, which Docker Hub keeps at its last build. */
const LATEST_ENDED: Readonly<Record<string, AliasEnd>> = {
  aerospike: endedIn("2022-04-22", "b991f955ab27436ca99a8aacddeb232173cb719c"),
  // "Elastic does not intend to support the latest tag".
  elasticsearch: endedIn("2018-10-08", "e61f68d20b1d9bf24c1774f1fcd63c9e62e4d588"),
  kibana: endedIn("2018-10-08", "e61f68d20b1d9bf24c1774f1fcd63c9e62e4d588"),
  logstash: endedIn("2018-11-06", "8252b58a669e369304cbb6cbc2c1888d0dc4e2cf"),
  oraclelinux: endedIn("2020-06-19", "da8fdbf83639e55b153b1fb8983a2a93022cec36"),
  percona: endedIn("2023-07-19", "77404c92ca7a147414d446652e925a897e60ebc7"),
  rockylinux: endedIn("2022-07-12", "5306230e99ba5d59126657d7e62559f103db50f2"),
};
