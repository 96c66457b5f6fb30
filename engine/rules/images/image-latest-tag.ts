import { isOfDevelopment } from "../../documents/environments.ts";
import { placeholder } from "../../edits/edit.ts";
import { changeImage } from "../../edits/image.ts";
import { catalogDate, officialImage } from "../../images/catalog.ts";
import { quotedImages } from "../../images/image-text.ts";
import { hasNoVersions, isBranchTag, lineInName, standsStill } from "../../images/moving.ts";
import { fullVersionOf } from "../../images/pinning.ts";
import { questionOf } from "../../images/registry.ts";
import { supportOf } from "../../images/support.ts";
import { variantOf } from "../../images/variants.ts";
import { versionToBeginWith } from "../../images/version-to-begin-with.ts";
import { byPlace, type ImageUse, isOfArgument, rangeOfFirst } from "../../kubernetes/image-use.ts";
import { imageMatches, isLatest } from "../../kubernetes/images.ts";
import { alpineMoveOf } from "../../kubernetes/smaller-base.ts";
import { flag, names } from "../../rule/options.ts";
import { defineRule, images, inWorkspace } from "../../rule/rule.ts";
import { isOnRegistry, isPinnedElsewhere } from "../../workspace/pinned-elsewhere.ts";

export default defineRule({
  id: "image-latest-tag",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  presetOptions: {
    recommended: { branches: false, lines: false },
    "kube-linter": { branches: false, every: true },
  },
  peers: {
    "kube-linter": ["latest-tag"],
    "kube-score": ["container-image-tag"],
    polaris: ["tagNotSpecified"],
    trivy: ["KSV-0013", "DS-0001"],
    checkov: ["CKV_K8S_14", "CKV_DOCKER_7"],
    hadolint: ["DL3006", "DL3007"],
  },
  summary: "An image has no tag, the tag latest, or a tag that is named like a branch.",
  why: "The version that runs depends on when each node pulled the image, and a rollback does not bring the old one back.",
  links: ["https://kubernetes.io/docs/concepts/containers/images/#image-names"],
  options: {
    allow: names(
      "Images that need no version: `nginx`, `ghcr.io/acme/web`, or `ghcr.io/acme/*` for everything below it.",
    ),
    branches: flag("Also report tags that are named like a branch.", true),
    lines: flag("Also report images whose name contains a version line, such as `ubi9`, as hints.", true),
    every: flag(
      "Also report images that Kustomize, Skaffold or a build in the workspace replaces, and names that no registry has.",
      false,
    ),
  },
  forService: true,
  on: inWorkspace(images),

  *check(source, { options, workspace, uri }) {
    const isDevelopment = isOfDevelopment(uri);
    const isReported = (use: ImageUse) => {
      if (options.every) return true;
      if (isStandIn(use.name) || (!options.lines && lineInName(use.parsed) !== undefined)) return false;
      if (isPinnedElsewhere(use, source, workspace, uri) || isAliasEnded(use)) return false;
      // Development environments follow a branch deliberately.
      if (isDevelopment && isBranchTag(use.parsed)) return false;
      return isOnRegistry(use, source, workspace, uri);
    };
    const unpinned = [...source.images, ...source.prefixed].filter(
      (use) => isFloating(use, options) && isReported(use),
    );
    for (const { range, uses } of byPlace(unpinned, (use) => rangeOfFirst(use, "tag", "name"))) {
      const [use] = uses;
      const official = officialImage(use.parsed);
      const full = official && fullVersionOf(official, use.parsed.tag);
      const move = official && alpineMoveOf(use, source, official.name);
      const fits = move?.obstacles.length === 0;
      const answer = hasNoVersions(use.parsed) ? workspace.image(questionOf(use.parsed)) : undefined;
      const isDefault = isOfArgument(use, range);
      const line = lineInName(use.parsed);
      // Within a release line, rebuilds contain fixes and few surprises.
      const isTame = line !== undefined && !options.every;
      yield {
        at: use.at,
        range,
        // Each build can override the argument.
        ...(isTame ? { severity: "hint" as const } : isDefault && { severity: "information" as const }),
        data: {
          use,
          names: [...new Set(uses.map(({ name }) => name))],
          tag: use.parsed.tag,
          isDefault,
          line,
          version: versionToBeginWith(use.parsed),
          policy: pullPolicyOf(use),
          full,
          alpine: official && full !== undefined && fits ? variantOf(official, full, "alpine") : undefined,
          digest: answer?.kind === "found" ? answer.digest : undefined,
        },
      };
    }
  },

  message: ({ use, names, tag, isDefault, line, policy }) => {
    const advice = hasNoVersions(use.parsed) ? "; pin it by digest (it has no version tags)" : "";
    const kind = tag === "latest" ? "tag" : "floating tag";
    const tagText = tag === undefined ? "no tag" : `the ${kind} "${tag}"`;
    return `${quotedImages(names)} ${names.length === 1 ? "has" : "have"} ${tagText}${isDefault ? " by default" : ""}, so ${consequence(use, policy, line)}${advice}.`;
  },

  fixClasses: ["review", "template"],
  *fixes({ data: { full, tag, use, alpine, digest, version } }, edit) {
    if (full !== undefined) {
      // Review: nodes that pulled the tag earlier might run a different version now.
      yield {
        class: "review",
        title: `Pin to ${full} (${tag ?? "latest"} on ${catalogDate})`,
        edits: changeImage(use, { tag: full }, edit),
      };
    }
    if (alpine !== undefined) {
      // Review: as above, and programs built for glibc do not run on Alpine.
      yield {
        class: "review",
        title: `Pin to ${alpine} (musl instead of glibc)`,
        edits: changeImage(use, { tag: alpine }, edit),
      };
    }
    if (digest !== undefined) {
      // Review: as above.
      yield {
        class: "review",
        title: `Pin to ${digest?.slice(0, "sha256:".length + 12)}… (the registry's current image)`,
        edits: changeImage(use, { tag: tag ?? "latest", digest }, edit),
      };
    }
    if (full === undefined && version !== undefined) {
      // Template: only the user knows which version is wanted.
      yield {
        class: "template",
        title: "Set the tag to a version",
        edits: changeImage(use, { tag: placeholder(version) }, edit),
      };
    }
  },
});

/** Whether an image has a tag that is not allowed for it because it has no version. */
function isFloating(
  { parsed, versioned }: ImageUse,
  { allow, branches }: { readonly allow: readonly string[]; readonly branches: boolean },
): boolean {
  if (!versioned || imageMatches(allow, parsed)) return false;
  return isLatest(parsed) || (branches && isBranchTag(parsed));
}

/** image-unsupported reports the age of the tag. */
function isAliasEnded({ parsed }: ImageUse): boolean {
  const official = officialImage(parsed);
  return official !== undefined && supportOf(official, parsed.tag) === "alias-ended";
}

/**
 * Whether a name is an example to complete, such as `gcr.io/<PROJECT_ID>/web` or `gcr.io/$PROJECT_ID/web`. A variable
 * for the registry is set by each build instead, which leaves the tag as it is.
 */
function isStandIn(name: string): boolean {
  return /<[A-Za-z_][\w .-]*>/.test(name) || /^[\w-]+(?:\.[\w-]+)+(?::\d+)?\/.*\$/.test(name);
}

/** The consequence of a floating tag under a pull policy. */
function consequence({ parsed }: ImageUse, policy: unknown, line: string | undefined): string {
  if (standsStill(parsed)) return "you cannot tell which version runs";
  switch (policy) {
    case "IfNotPresent":
      return "nodes that pulled it at different times can run different versions";
    case "Never":
      return "each node runs whatever version it already has";
    default:
      return `each pull can fetch a different ${line === undefined ? "version" : `build of ${line}`}`;
  }
}

/** The configured policy, or the API server's default for a tag other than `latest`. */
function pullPolicyOf({ container, parsed }: ImageUse): unknown {
  const policy = container?.at("imagePullPolicy");
  return policy ? policy.value : container && !isLatest(parsed) ? "IfNotPresent" : undefined;
}
