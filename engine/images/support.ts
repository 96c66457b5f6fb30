import { aliasEnd, isAlias } from "./aliases.ts";
import { remembered } from "./answers.ts";
import { type OfficialImage, tagStatus } from "./catalog.ts";
import { releaseNames } from "./distributions.ts";
import { isWithinLine, lineOf, namesLine } from "./lines.ts";
import { listedTags } from "./listed.ts";
import { flavorWords } from "./packed.ts";
import { replacementOf } from "./replacements.ts";
import { splitTag } from "./tags.ts";
import { extendsVersion } from "./versions.ts";

/**
 * - `supported`: listed now, so it is rebuilt when its base is.
 * - `superseded`: its line is listed, at a newer patch: `postgres:16.3` when 16.15 is out.
 * - `alias-missing`: not listed, but it only points to builds, and such builds are listed: `mongo:latest`.
 * - `alias-ended`: the same, and it has been missing for years: `elasticsearch:latest`.
 * - `variant-ended`: its line is listed, but no longer in this flavor: `node:22-alpine3.19`.
 * - `line-ended`: no tag of its line is listed: `postgres:9.6`.
 * - `image-ended`: no tag of the whole image is listed: `centos:7`.
 * - `unknown`: never listed as far as the data goes.
 *
 * Unsupported tags stay on Docker Hub as they were last built, with the vulnerabilities they had then. Source:
 * https://github.com/docker-library/official-images#library-definition-files
 */
export type Support =
  | "supported"
  | "superseded"
  | "alias-missing"
  | "alias-ended"
  | "variant-ended"
  | "line-ended"
  | "image-ended"
  | "unknown";

/** The support status of a tag; no tag means `latest`. */
export function supportOf(image: OfficialImage, tag: string | undefined): Support {
  const meant = tag ?? "latest";
  const status = tagStatus(image, meant);
  if (status !== "unsupported") return status;
  return remembered(image, meant, supportOfUnlisted);
}

/** Why a tag is no longer built; undefined while its line is. All tags of an abandoned image have ended. */
export function endOf(
  image: OfficialImage,
  tag: string | undefined,
): "alias-ended" | "variant-ended" | "line-ended" | "image-ended" | undefined {
  const support = supportOf(image, tag);
  switch (support) {
    case "alias-ended":
    case "variant-ended":
    case "line-ended":
    case "image-ended":
      return support;
    case "alias-missing":
      // `openjdk` still lists early access builds, but an alias could not point to any of them.
      return replacementOf(image) ? "line-ended" : undefined;
    case "unknown":
      return image.builds.size === 0 ? "image-ended" : undefined;
    case "supported":
    case "superseded":
      return undefined;
  }
}

function supportOfUnlisted(image: OfficialImage, tag: string): Support {
  if (image.builds.size === 0) return "image-ended";
  if (isAlias(image, tag)) return aliasEnd(image, tag) === undefined ? "alias-missing" : "alias-ended";
  const { version, flavor } = splitTag(tag);
  const line = lineOf(image, version);
  const listed = listedTags(image).filter((other) =>
    isWithinLine(image, version) ? lineOf(image, other.version) === line : other.version === version,
  );
  // The release in `debian:buster` is the line itself, but the one in `nginx:alpine3.17` is only the base of a line
  // that continues.
  const [name] = flavorWords(flavor);
  const goesOn = namesLine(image, tag)
    ? listed.some((other) => flavorWords(other.flavor)[0] === name)
    : version === "" || 0 < listed.length;
  if (!goesOn) return "line-ended";
  return listed.some((other) => other.flavor === flavor) ? "superseded" : "variant-ended";
}

/** The distribution releases in a tag that are no longer used by any build of its line. */
export function endedReleases(image: OfficialImage, tag: string): readonly string[] {
  const { version, flavor } = splitTag(tag);
  const line = lineOf(image, version);
  const isOfLine = (other: string) =>
    version === "" || lineOf(image, other) === line || extendsVersion(other, version);
  const listed = listedTags(image).filter((other) => isOfLine(other.version));
  return releaseNames(flavor).filter(
    (name) => !listed.some((other) => releaseNames(other.flavor).includes(name)),
  );
}
