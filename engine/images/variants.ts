import { type OfficialImage, tagStatus } from "./catalogue.ts";
import { flavourWords } from "./packed.ts";
import { joinTag, splitTag } from "./tags.ts";

const WINDOWS = /nanoserver|windowsservercore|(?:^|-)ltsc\d|(?:^|-)sac\d/;
const ALPINE = /(?:^|-)alpine/;
const SLIM = /(?:^|-)slim(?=-|$)/;

const CODENAMES = [
  "wheezy|jessie|stretch|buster|bullseye|bookworm|trixie|forky|sid",
  "trusty|xenial|bionic|focal|jammy|kinetic|lunar|mantic|noble|oracular|plucky|questing|resolute",
].join("|");
/** The parts of a flavour that only name the distribution below it. */
const DISTRIBUTION = new RegExp(
  `-(?:slim|${CODENAMES}|(?:debian|ubuntu)(?:-?\\d[\\d.]*)?|ubi\\d+(?:-minimal)?|al\\d+|oraclelinux\\d+|oracle|centos\\d+)(?=-|$)`,
  "g",
);

/**
 * The tag of the same version and flavour on Alpine, or of the slim kind: `8.2-fpm` → `8.2-fpm-alpine`; no tag means
 * `latest`. Undefined when no such tag is known, when the tag already is that small (Alpine counts as slim), is a
 * Windows one or unknown, when both are the same build, or when the sibling is less supported than the tag.
 */
export function variantOf(
  image: OfficialImage,
  tag: string | undefined,
  variant: "alpine" | "slim",
): string | undefined {
  const meant = tag ?? "latest";
  if (WINDOWS.test(meant) || ALPINE.test(meant) || (variant === "slim" && SLIM.test(meant))) return undefined;
  const status = tagStatus(image, meant);
  if (status === "unknown") return undefined;
  const { version, flavour } = splitTag(meant);
  const withoutDistribution = flavour.replace(DISTRIBUTION, "");
  // The slim kind exists on each distribution, so the tag's own comes first; Alpine is a distribution of its own.
  const flavours = variant === "slim" ? [flavour, withoutDistribution] : [withoutDistribution];
  return flavours
    .flatMap((kept) => withWord(kept, `-${variant}`))
    .map((candidate) => joinTag({ version, flavour: candidate }))
    .find(
      (sibling) =>
        (status === "supported" ? image.builds.has(sibling) : image.everHad(sibling)) &&
        !(image.builds.has(sibling) && image.builds.get(sibling) === image.builds.get(meant)),
    );
}

/** The flavour with one more word, at its end first. */
function withWord(flavour: string, word: string): readonly string[] {
  const words = flavourWords(flavour);
  return [...words, ""].map((_, index) => {
    const at = words.length - index;
    return [...words.slice(0, at), word, ...words.slice(at)].join("");
  });
}
