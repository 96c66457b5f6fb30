import type { EditBuilder, MaybeChange } from "../../edits/edit.ts";
import { changeImage } from "../../edits/image.ts";
import { gravestCaveat } from "../../images/caveats.ts";
import { isSlimTag } from "../../images/distributions.ts";
import { questionOf } from "../../images/registry.ts";
import { formatSize, sizeOf } from "../../images/sizes.ts";
import { variantOf } from "../../images/variants.ts";
import type { AlpineMove } from "../../kubernetes/alpine.ts";
import { type ImageSource, type ImageUse, rangeOfFirst } from "../../kubernetes/image-use.ts";
import { isLatest } from "../../kubernetes/images.ts";
import { alpineMoveOf, fitsAlpine, fitsSlim } from "../../kubernetes/smaller-base.ts";
import { names } from "../../rule/options.ts";
import { defineRule, images, inWorkspace } from "../../rule/rule.ts";
import { isInScope } from "../../settings/scope.ts";
import { type OfficialUse, officialUses } from "../shared/official-images.ts";

export default defineRule({
  id: "alpine-variant-exists",
  category: "images",
  severity: "hint",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The same version of an official image is available on Alpine.",
  why: "The Alpine variant is much smaller and has far fewer packages to update, but it uses musl instead of glibc.",
  links: [
    "https://hub.docker.com/_/alpine",
    "https://wiki.musl-libc.org/functional-differences-from-glibc.html",
  ],
  options: {
    allow: names("Images that are not reported: `python`, `docker.io/library/node`."),
  },
  on: inWorkspace(images),

  *check(source, context) {
    const { options, settings, workspace, uri } = context;
    for (const { use, official } of officialUses(source, context, options.allow)) {
      const { name, parsed } = use;
      const variant = alpineVariantOf({ use, official }, source);
      if (!variant) continue;
      const { tag, alpine, move } = variant;
      const current = workspace.image(questionOf(parsed));
      const smaller = workspace.image({ ...questionOf(parsed), tag: alpine, digest: undefined });
      const newDigest = smaller?.kind === "found" ? smaller.digest : null;
      const digest = parsed.digest === undefined ? undefined : newDigest;
      if (digest === null && isInScope(settings.registries.requireDigest, uri, source.resource?.namespace))
        continue;
      yield {
        at: use.at,
        range: rangeOfFirst(use, "tag", "name"),
        data: {
          use,
          name,
          tag,
          alpine,
          caveat: gravestCaveat(official.name),
          slim: fitsSlim(use, source, official.name) ? variantOf(official, tag, "slim") : undefined,
          move,
          digest,
          sizes: [sizeOf(current), sizeOf(smaller)],
        },
        related: move.obstacles.map(({ at, reason }) => ({ at, message: reason })),
      };
    }
  },

  message: ({ name, tag, alpine, caveat }) =>
    `Image "${name}:${tag}" is also available as "${alpine}", which is smaller, but ${caveat}.`,

  fixClasses: ["review"],
  *fixes({ data }, edit) {
    const { slim, digest, use } = data;
    // Review: programs built for glibc do not run on Alpine.
    yield {
      class: "review",
      title: `Use ${data.alpine}${data.move.edits.length > 0 ? " and apk instead of apt-get" : ""} (${notes(data)})`,
      edits: swap(data, edit),
    };
    if (slim !== undefined) {
      // Review: the same distribution, but some packages are missing.
      yield {
        class: "review",
        title: `Use ${slim} (same distribution with fewer packages${digest === undefined ? "" : ", removes the digest"})`,
        edits: changeImage(use, { tag: slim, digest: null }, edit),
      };
    }
  },
});

interface AlpineVariant {
  readonly tag: string;
  /** The tag of the variant. */
  readonly alpine: string;
  readonly move: AlpineMove;
}

/** The Alpine variant of an image; `undefined` if there is none, or if something prevents its use. */
function alpineVariantOf({ use, official }: OfficialUse, source: ImageSource): AlpineVariant | undefined {
  const { tag } = use.parsed;
  // image-latest-tag covers images without a version. A slim tag was chosen for size while keeping glibc.
  if (tag === undefined || isLatest(use.parsed) || isSlimTag(tag)) return undefined;
  const alpine = variantOf(official, tag, "alpine");
  if (alpine === undefined) return undefined;
  const move = alpineMoveOf(use, source, official.name);
  return move && fitsAlpine(move) ? { tag, alpine, move } : undefined;
}

interface Swap {
  readonly use: ImageUse;
  readonly alpine: string;
  readonly move: AlpineMove;
  /** Null removes the digest, a string replaces it, and undefined means that the image has no digest. */
  readonly digest: string | null | undefined;
  /** Compressed sizes before and after, in bytes. */
  readonly sizes: readonly (number | undefined)[];
}

function swap({ use, alpine, move, digest }: Swap, edit: EditBuilder): readonly MaybeChange[] | undefined {
  const swapped = changeImage(use, { tag: alpine, ...(digest !== undefined && { digest }) }, edit);
  return swapped && [...swapped, ...move.edits.map(({ start, end, text }) => edit.splice(start, end, text))];
}

/** The notes in parentheses for a fix title. */
function notes({ digest, sizes: [before, after] }: Swap): string {
  return [
    ...(before !== undefined && after !== undefined
      ? [`${formatSize(before)} → ${formatSize(after)} compressed`]
      : []),
    "musl instead of glibc",
    ...(digest === undefined ? [] : [digest === null ? "removes the digest" : "updates the digest"]),
  ].join(", ");
}
