import { catalogueDate, officialImage } from "../../images/catalogue.ts";
import { fullVersionOf } from "../../images/pinning.ts";
import { alpineFor } from "../../kubernetes/alpine.ts";
import { type ContainerImage, imageMatches, imageName, imagesOf, isLatest } from "../../kubernetes/images.ts";
import { placeholder } from "../../lint/edit.ts";
import { names } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "image-latest-tag",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  peers: {
    "kube-linter": ["latest-tag"],
    "kube-score": ["container-image-tag"],
    polaris: ["tagNotSpecified"],
    trivy: ["KSV-0013"],
    checkov: ["CKV_K8S_14"],
  },
  summary: "An image has no tag, or the tag latest.",
  why: "What runs then depends on the hour of the pull: nodes disagree, and a rollback brings nothing back.",
  links: ["https://kubernetes.io/docs/concepts/containers/images/#image-names"],
  options: {
    allow: names(
      "Images that may go without a version: `nginx`, `ghcr.io/acme/web`, or `ghcr.io/acme/*` for all below.",
    ),
  },
  on: workloads,

  *check(workload, { options }) {
    for (const image of imagesOf(workload)) {
      const { value, text, parsed } = image;
      if (!isLatest(parsed) || imageMatches(options.allow, parsed)) continue;
      const part = parsed.ranges.tag ?? { start: 0, end: text.length };
      const data = { name: imageName(text, parsed), parsed, pinned: pinnedTags(image) };
      yield { at: value, range: image.partRange(part), data };
    }
  },

  message: ({ name, parsed }) =>
    parsed.tag === undefined
      ? `Image "${name}" has no tag, so each pull may bring another version.`
      : `Image "${name}" has the tag "latest", so each pull may bring another version.`,

  fixes: [
    {
      // Review: nodes that pulled at another time run another version now.
      class: "review",
      title: ({ pinned }) => `Pin to ${pinned.full} (latest on ${catalogueDate})`,
      edits: ({ at, data: { name, pinned } }, edit) =>
        pinned.full === undefined ? undefined : [edit.setValue(at, `${name}:${pinned.full}`)],
    },
    {
      // Review: another C library and no bash, beside another version.
      class: "review",
      title: ({ pinned }) => `Pin to ${pinned.alpine} (musl instead of glibc)`,
      edits: ({ at, data: { name, pinned } }, edit) =>
        pinned.alpine === undefined ? undefined : [edit.setValue(at, `${name}:${pinned.alpine}`)],
    },
    {
      // Template: which version is meant only a person knows.
      class: "template",
      title: () => "Write a version as the tag",
      edits: ({ at, data: { name, pinned } }, edit) =>
        pinned.full !== undefined ? undefined : [edit.setValue(at, `${name}:${placeholder("1.0.0")}`)],
    },
  ],
});

/** The versions that `latest` was when the catalogue was made, for an official image. */
function pinnedTags(image: ContainerImage) {
  const official = officialImage(image.parsed);
  const full = official && fullVersionOf(official, image.parsed.tag);
  return { full, alpine: full && alpineFor(image, full) };
}
