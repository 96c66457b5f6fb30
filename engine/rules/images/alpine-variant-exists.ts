import { isInScope } from "../../config/scope.ts";
import { gravestCaveat } from "../../images/caveats.ts";
import { isSlimTag } from "../../images/distributions.ts";
import { questionOf } from "../../images/registry.ts";
import { formatSize, sizeOf } from "../../images/sizes.ts";
import { variantOf } from "../../images/variants.ts";
import type { AlpineMove } from "../../kubernetes/alpine.ts";
import { type ImageUse, rangeOfFirst } from "../../kubernetes/image-use.ts";
import { isLatest } from "../../kubernetes/images.ts";
import { alpineMoveOf, fitsAlpine, fitsSlim } from "../../kubernetes/smaller-base.ts";
import type { EditBuilder, MaybeChange } from "../../lint/edit.ts";
import { changeImage } from "../../lint/image-edit.ts";
import { officialUses } from "../../lint/official-images.ts";
import { names } from "../../lint/options.ts";
import { defineRule, images } from "../../lint/rule.ts";

export default defineRule({
  id: "alpine-variant-exists",
  category: "images",
  severity: "hint",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The same version of an official image is available on Alpine.",
  why: "The Alpine variant is a fraction of the size and has far fewer packages that need updates, but its C library is musl.",
  links: [
    "https://hub.docker.com/_/alpine",
    "https://wiki.musl-libc.org/functional-differences-from-glibc.html",
  ],
  options: {
    allow: names("Images that are not reported: `python`, `docker.io/library/node`."),
  },
  asksWorkspace: true,
  on: images,

  *check(source, context) {
    const { options, settings, workspace, uri } = context;
    for (const { use, official } of officialUses(source, context, options.allow)) {
      const { name, parsed } = use;
      const { tag } = parsed;
      // A version has to be chosen first, and a slim tag was chosen for its size with glibc.
      if (tag === undefined || isLatest(parsed) || isSlimTag(tag)) continue;
      const alpine = variantOf(official, tag, "alpine");
      if (alpine === undefined) continue;
      const move = alpineMoveOf(use, source, official.name);
      if (!move || !fitsAlpine(move)) continue;
      const own = workspace.image(questionOf(parsed));
      const other = workspace.image({ ...questionOf(parsed), tag: alpine, digest: undefined });
      const renewed = other?.kind === "found" ? other.digest : null;
      const digest = parsed.digest === undefined ? undefined : renewed;
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
          sizes: [sizeOf(own), sizeOf(other)],
        },
        related: move.obstacles.map(({ at, reason }) => ({ at, message: reason })),
      };
    }
  },

  message: ({ name, tag, alpine, caveat }) =>
    `Image "${name}" has a much smaller variant of "${tag}" on Alpine, "${alpine}", but ${caveat}.`,

  fixes: [
    {
      // Review: programs built for glibc do not run there.
      class: "review",
      title: (data) =>
        `Use ${data.alpine}${data.move.edits.length > 0 ? " and apk instead of apt-get" : ""} (${notes(data)})`,
      edits: ({ data }, edit) => swap(data, edit),
    },
    {
      // Review: the same distribution, but without its less common packages.
      class: "review",
      title: ({ slim, digest }) =>
        `Use ${slim} (fewer packages, still glibc${digest === undefined ? "" : ", drops the digest"})`,
      edits: ({ data: { use, slim } }, edit) =>
        slim === undefined ? undefined : changeImage(use, { tag: slim, digest: null }, edit),
    },
  ],
});

interface Swap {
  readonly use: ImageUse;
  readonly alpine: string;
  readonly move: AlpineMove;
  /** Null drops the one that is there, a text renews it. */
  readonly digest: string | null | undefined;
  /** In bytes, now and then. */
  readonly sizes: readonly (number | undefined)[];
}

function swap({ use, alpine, move, digest }: Swap, edit: EditBuilder): readonly MaybeChange[] | undefined {
  const swapped = changeImage(use, { tag: alpine, ...(digest !== undefined && { digest }) }, edit);
  return swapped && [...swapped, ...move.edits.map(({ start, end, text }) => edit.splice(start, end, text))];
}

function notes({ digest, sizes: [own, other] }: Swap): string {
  return [
    ...(own !== undefined && other !== undefined
      ? [`${formatSize(own)} → ${formatSize(other)} compressed`]
      : []),
    "musl instead of glibc",
    ...(digest === undefined ? [] : [digest === null ? "drops the digest" : "renews the digest"]),
  ].join(", ");
}
