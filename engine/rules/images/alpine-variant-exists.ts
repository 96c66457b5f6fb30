import { isInScope } from "../../config/scope.ts";
import { gravestCaveat, toolsOnAlpine } from "../../images/caveats.ts";
import { isSlimTag } from "../../images/distributions.ts";
import { questionOf } from "../../images/registry.ts";
import { formatSize, sizeOf } from "../../images/sizes.ts";
import { variantOf } from "../../images/variants.ts";
import { type AlpineMove, moveToAlpine } from "../../kubernetes/alpine.ts";
import { stageToAlpine } from "../../kubernetes/alpine-stage.ts";
import { type ImageSource, type ImageUse, rangeOfFirst } from "../../kubernetes/image-use.ts";
import { isLatest } from "../../kubernetes/images.ts";
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
  summary: "The very tag of an official image exists on Alpine as well.",
  why: "The Alpine variant is a fraction of the size and brings far fewer packages that need updates, but has musl as its C library.",
  links: [
    "https://hub.docker.com/_/alpine",
    "https://wiki.musl-libc.org/functional-differences-from-glibc.html",
  ],
  options: {
    allow: names("Images that may stay as they are: `python`, `docker.io/library/node`."),
  },
  asksWorkspace: true,
  on: images,

  *check(source, context) {
    const { options, settings, workspace, uri } = context;
    for (const { use, official } of officialUses(source, context, options.allow)) {
      const { name, parsed } = use;
      const { tag } = parsed;
      // A version has to be chosen first; whoever chose the slim kind has weighed size against glibc.
      if (tag === undefined || isLatest(parsed) || isSlimTag(tag)) continue;
      const alpine = variantOf(official, tag, "alpine");
      if (alpine === undefined) continue;
      const move = moveOf(use, source, toolsOnAlpine(official.name).includes("bash"));
      if (!move) continue;
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
          slim: variantOf(official, tag, "slim"),
          move,
          digest,
          sizes: [sizeOf(own), sizeOf(other)],
        },
        related: move.obstacles.map(({ at, program }) => ({
          at,
          message: `Needs ${program}, which the Alpine variant lacks`,
        })),
      };
    }
  },

  message: ({ name, tag, alpine, caveat, move }) => {
    const needed = programs(move);
    const but = needed === "" ? "" : `, and what stands here needs ${needed}, which it lacks`;
    return `Image "${name}" has the version "${tag}" on Alpine too, as "${alpine}", which is much smaller, but ${caveat}${but}.`;
  },

  fixes: [
    {
      // Review: programs built for glibc do not run there.
      class: "review",
      title: (data) =>
        `Use ${data.alpine}${data.move.edits.length > 0 ? " and apk instead of apt-get" : ""} (${notes(data)})`,
      edits: ({ data }, edit) => (programs(data.move) === "" ? swap(data, edit) : undefined),
    },
    {
      // Template: what is run there has to be written for another shell, or other tools, first.
      class: "template",
      title: (data) => `Use ${data.alpine} (it has no ${programs(data.move)}; ${notes(data)})`,
      edits: ({ data }, edit) => (/^$|apt-get/.test(programs(data.move)) ? undefined : swap(data, edit)),
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

function moveOf(use: ImageUse, { dockerfile }: ImageSource, hasBash: boolean): AlpineMove | undefined {
  if (!dockerfile) return moveToAlpine(use, hasBash);
  return use.stage && stageToAlpine(dockerfile, use.stage, hasBash);
}

/** What would no longer work: `bash`, `apt-get or bash`. */
function programs({ obstacles }: AlpineMove): string {
  const left = obstacles.filter(({ solved }) => !solved).map(({ program }) => program);
  return [...new Set(left)].join(" or ");
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
