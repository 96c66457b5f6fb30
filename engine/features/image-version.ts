import { catalogDate, type OfficialImage, officialImage } from "../images/catalog.ts";
import { caveatsOf, caveatsOfOther } from "../images/caveats.ts";
import { isAlpineTag, isWindowsTag, namesRelease, withoutRelease } from "../images/distributions.ts";
import { listedTags } from "../images/listed.ts";
import { fullVersionOf } from "../images/pinning.ts";
import type { ImageReference } from "../images/reference.ts";
import { questionOf } from "../images/registry.ts";
import { replacementOf, replacementTag } from "../images/replacements.ts";
import { supportedSuccessor } from "../images/successor.ts";
import { type Support, supportOf } from "../images/support.ts";
import { splitTag } from "../images/tags.ts";
import { variantOf, variantsOf } from "../images/variants.ts";
import { compareVersions } from "../images/versions.ts";
import type { Workload } from "../kubernetes/resource.ts";
import type { RunContext } from "../lint/run.ts";
import { platformAt } from "./image-answer.ts";
import type { ImageFact, Said, SupportFact } from "./image-card.ts";

/** What is known about a tag of an official image: its support status, where it points to, and its variants. */
export function versionFacts(
  parsed: ImageReference,
  workload: Workload | undefined,
  said: Said,
  context: RunContext,
): readonly ImageFact[] {
  const { tag: written, digest } = parsed;
  const facts: ImageFact[] = [];
  if (digest !== undefined && written !== undefined) facts.push({ kind: "pinned", tag: written });
  const official = officialImage(parsed);
  const caveats = official ? [] : caveatsOfOther(parsed);
  if (caveats.length > 0) facts.push({ kind: "caveats", caveats });
  if (!official || (digest !== undefined && written === undefined)) return facts;
  const tag = written ?? "latest";
  facts.push(...supportFacts(official, tag, said));
  const full = digest === undefined ? fullVersionOf(official, tag) : undefined;
  if (full !== undefined && !said.has("image-floating-tag"))
    facts.push({ kind: "moves", tag, full, date: catalogDate });
  facts.push(...variantFacts(official, parsed, workload, said, context));
  return facts;
}

function supportFacts(official: OfficialImage, tag: string, said: Said): readonly ImageFact[] {
  if (said.has("image-patch-outdated") || said.has("image-tag-misspelled")) return [];
  const ended = replacementFacts(official, tag);
  const successor = supportedSuccessor(official, tag)?.tag;
  if (said.has("image-unsupported"))
    return successor === undefined || 0 < ended.length ? [] : [{ kind: "successor", tag: successor }];
  if (0 < ended.length && !official.builds.has(tag)) return ended;
  const support = newerOr(supportOf(official, tag), official, tag);
  return [{ kind: "support", tag, support, successor, date: catalogDate }, ...ended];
}

/** Versions newer than all known ones might exist by now. */
function newerOr(support: Support, official: OfficialImage, tag: string): SupportFact["support"] {
  const { version } = splitTag(tag);
  if (support !== "unknown" || version === "" || official.builds.size === 0) return support;
  const isAbove = listedTags(official).every((listed) => compareVersions(listed.version, version) < 0);
  return isAbove ? "newer" : "unknown";
}

/** What is known about an image that is end of life. */
function replacementFacts(official: OfficialImage, tag: string): readonly ImageFact[] {
  const replacement = replacementOf(official);
  if (!replacement) return [];
  const { images, reason, source } = replacement;
  const exact = replacementTag(official, tag);
  return [
    { kind: "ended", name: official.name, reason, instead: exact === undefined ? images : [exact], source },
  ];
}

/** Other builds of the same version: small ones of the same flavor first. */
function variantFacts(
  official: OfficialImage,
  parsed: ImageReference,
  workload: Workload | undefined,
  said: Said,
  context: RunContext,
): readonly ImageFact[] {
  const { tag } = parsed;
  const alpine = variantOf(official, tag, "alpine");
  const small = [alpine, variantOf(official, tag, "slim")].filter((one) => one !== undefined);
  const others = variantsOf(official, tag)
    .filter(
      (variant) => variant.build === undefined || variant.build !== official.builds.get(tag ?? "latest"),
    )
    .map((variant) => variant.tag)
    .filter((one) => one !== tag && !small.includes(one) && isOnOtherBase(one, tag));
  const all = [...small, ...others].map((one) => ({
    tag: one,
    isAlpine: isAlpineTag(one),
    size: platformAt({ ...questionOf(parsed), tag: one, digest: undefined }, workload, context)?.size,
  }));
  const variants = all.filter(({ tag: one, size }) => {
    const rule = one === alpine ? "alpine-variant-exists" : "slim-variant-exists";
    return size !== undefined || !small.includes(one) || !said.has(rule);
  });
  const facts: ImageFact[] = [];
  if (0 < variants.length) facts.push({ kind: "variants", variants: variants.slice(0, mostVariants) });
  const caveats = alpine === undefined ? [] : caveatsOf(official.name);
  // The rule names the most severe difference, and a missing shell if one is needed.
  const gravest = caveats.find(({ kind }) => kind !== "shell");
  const unsaid = said.has("alpine-variant-exists") ? caveats.filter((one) => one !== gravest) : caveats;
  if (0 < unsaid.length) facts.push({ kind: "caveats", caveats: unsaid.slice(0, mostCaveats) });
  return facts;
}

const mostVariants = 4;
const mostCaveats = 2;

/** Whether two tags differ only in the distribution, and the tag floats with the releases of that distribution. */
function isOnOtherBase(tag: string, other = "latest"): boolean {
  const { flavor } = splitTag(tag);
  const isPinned = namesRelease(flavor) || /-alpine-?\d/.test(flavor);
  return !isPinned && !isWindowsTag(tag) && kindOf(flavor) === kindOf(splitTag(other).flavor);
}

/** The part of a flavor that is not a distribution: `-jre` in `-jre-alpine3.24`. */
function kindOf(flavor: string): string {
  return withoutRelease(flavor).replace(/-(?:alpine(?:-?\d[\d.]*)?|slim)(?=-|$)/g, "");
}
