import { officialImage } from "../../images/catalogue.ts";
import { fullVersionOf } from "../../images/pinning.ts";
import { variantOf } from "../../images/variants.ts";
import { canMoveToAlpine } from "../../kubernetes/alpine.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { imageMatches, imagesOf, isLatest } from "../../kubernetes/images.ts";
import { changeImage } from "../../lint/image-edit.ts";
import { names } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

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
  on: workloads,

  *check(workload, { options, workspace, uri }) {
    for (const use of imagesOf(workload)) {
      const { container, name, parsed } = use;
      const { digest } = parsed;
      const official = officialImage(parsed);
      if (!official || digest !== undefined || imageMatches(options.allow, parsed)) continue;
      // What floats at `latest` is compared, and pinned, at the version that it was when the catalogue was made.
      const tag = isLatest(parsed) ? fullVersionOf(official, parsed.tag) : parsed.tag;
      if (tag === undefined || isSlim(tag)) continue;
      const alpine = variantOf(official, tag, "alpine");
      if (alpine === undefined || !canMoveToAlpine(container) || workspace.isReplaced(name, uri)) continue;
      const range = rangeOfFirst(use, "tag", "name");
      yield { at: use.at, range, data: { use, name, tag, alpine, slim: variantOf(official, tag, "slim") } };
    }
  },

  message: ({ name, tag, alpine }) =>
    `Image "${name}" has the version "${tag}" on Alpine too, as "${alpine}", which is much smaller but has musl as its C library.`,

  fixes: [
    {
      // Review: programs built for glibc, and scripts for bash, do not run there.
      class: "review",
      title: ({ alpine }) => `Use ${alpine} (musl instead of glibc)`,
      edits: ({ data: { use, alpine } }, edit) => changeImage(use, { tag: alpine }, edit),
    },
    {
      // Review: the same distribution, but without its less common packages.
      class: "review",
      title: ({ slim }) => `Use ${slim} (fewer packages, still glibc)`,
      edits: ({ data: { use, slim } }, edit) =>
        slim === undefined ? undefined : changeImage(use, { tag: slim }, edit),
    },
  ],
});

/** Whoever chose the slim kind has weighed size against glibc. */
function isSlim(tag: string): boolean {
  return /(?:^|-)slim(?:-|$)/.test(tag);
}
