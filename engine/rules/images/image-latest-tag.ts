import { catalogueDate, officialImage } from "../../images/catalogue.ts";
import { quotedImages } from "../../images/image-text.ts";
import { hasNoVersions, isBranchTag, standsStill } from "../../images/moving.ts";
import { fullVersionOf } from "../../images/pinning.ts";
import { isShortName } from "../../images/reference.ts";
import { questionOf } from "../../images/registry.ts";
import { variantOf } from "../../images/variants.ts";
import { byPlace, type ImageUse, isOfArgument, rangeOfFirst } from "../../kubernetes/image-use.ts";
import { imageMatches, isLatest } from "../../kubernetes/images.ts";
import { alpineMoveOf } from "../../kubernetes/smaller-base.ts";
import { placeholder } from "../../lint/edit.ts";
import { changeImage } from "../../lint/image-edit.ts";
import { flag, names } from "../../lint/options.ts";
import { defineRule, images } from "../../lint/rule.ts";

export default defineRule({
  id: "image-latest-tag",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  presetOptions: { "kube-linter": { branches: false } },
  peers: {
    "kube-linter": ["latest-tag"],
    "kube-score": ["container-image-tag"],
    polaris: ["tagNotSpecified"],
    trivy: ["KSV-0013"],
    checkov: ["CKV_K8S_14"],
  },
  summary: "An image has no tag, the tag latest, or one that is named like a branch.",
  why: "What runs then depends on the hour of the pull: nodes disagree, and a rollback brings nothing back.",
  links: ["https://kubernetes.io/docs/concepts/containers/images/#image-names"],
  options: {
    allow: names(
      "Images that may go without a version: `nginx`, `ghcr.io/acme/web`, or `ghcr.io/acme/*` for all below.",
    ),
    branches: flag("Speak of tags that are named like a branch as well.", true),
  },
  asksWorkspace: true,
  on: images,

  *check(source, { options, workspace, uri }) {
    const moving = source.images.filter(({ name, parsed, versioned }) => {
      if (!versioned || imageMatches(options.allow, parsed)) return false;
      if (!isLatest(parsed) && !(options.branches && isBranchTag(parsed))) return false;
      if (workspace.isReplaced(name, uri) || standsStill(parsed)) return false;
      if (!isShortName(parsed) || officialImage(parsed) !== undefined) return true;
      // Docker Hub has no such name. What was built just before has the one that it was given, and in a file that a
      // kustomization takes it stands for the image that a release puts in its place.
      return !source.dockerfile && workspace.kustomize(uri).listedIn.length === 0;
    });
    for (const { range, uses } of byPlace(moving, (use) => rangeOfFirst(use, "tag", "name"))) {
      const [use] = uses;
      const official = officialImage(use.parsed);
      const full = official && fullVersionOf(official, use.parsed.tag);
      const move = official && alpineMoveOf(use, source, official.name);
      const fits = move?.obstacles.length === 0;
      const answer = hasNoVersions(use.parsed) ? workspace.image(questionOf(use.parsed)) : undefined;
      const isDefault = isOfArgument(use, range);
      yield {
        at: use.at,
        range,
        // Who builds the image may well set the argument each time.
        ...(isDefault && { severity: "information" as const }),
        data: {
          use,
          names: [...new Set(uses.map(({ name }) => name))],
          tag: use.parsed.tag,
          isDefault,
          policy: pullPolicyOf(use),
          full,
          alpine: official && full !== undefined && fits ? variantOf(official, full, "alpine") : undefined,
          digest: answer?.kind === "found" ? answer.digest : undefined,
        },
      };
    }
  },

  message: ({ use, names, tag, isDefault, policy }) => {
    const advice = hasNoVersions(use.parsed) ? "; it has no versions, so only a digest holds one" : "";
    const kind = tag === "latest" ? "tag" : "moving tag";
    const what = tag === undefined ? "no tag" : `the ${kind} "${tag}"`;
    return `${quotedImages(names)} ${names.length === 1 ? "has" : "have"} ${what}${isDefault ? " by default" : ""}, so ${consequence(policy)}${advice}.`;
  },

  fixes: [
    {
      // Review: nodes that pulled at another time run another version now.
      class: "review",
      title: ({ full, tag }) => `Pin to ${full} (${tag ?? "latest"} on ${catalogueDate})`,
      edits: ({ data: { use, full } }, edit) =>
        full === undefined ? undefined : changeImage(use, { tag: full }, edit),
    },
    {
      // Review: as above, and programs built for glibc do not run there.
      class: "review",
      title: ({ alpine }) => `Pin to ${alpine} (musl instead of glibc)`,
      edits: ({ data: { use, alpine } }, edit) =>
        alpine === undefined ? undefined : changeImage(use, { tag: alpine }, edit),
    },
    {
      // Review: as above.
      class: "review",
      title: ({ digest }) => `Pin to ${digest?.slice(0, "sha256:".length + 12)}… (what the registry has now)`,
      edits: ({ data: { use, tag, digest } }, edit) =>
        digest === undefined ? undefined : changeImage(use, { tag: tag ?? "latest", digest }, edit),
    },
    {
      // Template: which version is meant only a person knows.
      class: "template",
      title: () => "Write a version as the tag",
      edits: ({ data: { use, full } }, edit) =>
        full !== undefined || hasNoVersions(use.parsed)
          ? undefined
          : changeImage(use, { tag: placeholder("1.0.0") }, edit),
    },
  ],
});

/** What a tag that moves comes to under a pull policy. */
function consequence(policy: unknown): string {
  switch (policy) {
    case "IfNotPresent":
      return "each node keeps the version that it pulled first";
    case "Never":
      return "each node runs the version that it happens to have";
    default:
      return "each pull may bring another version";
  }
}

/** The policy that is written, or the API server's default for a tag that is not `latest`. */
function pullPolicyOf({ container, parsed }: ImageUse): unknown {
  const written = container?.at("imagePullPolicy");
  return written ? written.value : container && !isLatest(parsed) ? "IfNotPresent" : undefined;
}
