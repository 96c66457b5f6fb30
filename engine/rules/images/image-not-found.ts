import { changeImage } from "../../edits/image.ts";
import { nearestOf } from "../../images/nearest.ts";
import { questionOf } from "../../images/registry.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { defineRule, images, inWorkspace } from "../../rule/rule.ts";

export default defineRule({
  id: "image-not-found",
  category: "images",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The tag of an image does not exist in the registry.",
  why: "The pull fails on every node, so the pod stays in ImagePullBackOff, and an image that is built on it fails to build.",
  links: [
    "https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff",
    "https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests",
  ],
  on: inWorkspace(images),

  *check(source, { workspace, uri }) {
    for (const use of source.images) {
      const { name, parsed, versioned } = use;
      if (!versioned || parsed.digest !== undefined || workspace.isReplaced(name, uri)) continue;
      const question = questionOf(parsed);
      const answer = workspace.image(question);
      const { tag } = question;
      // Registries give the same answer for a private repository, but list tags only if it is readable.
      if (answer?.kind !== "missing" || tag === undefined || !answer.tags || answer.tags.includes(tag))
        continue;
      const { registry, repository } = parsed;
      const [near, ...others] = nearestOf(tag, answer.tags);
      yield {
        at: use.at,
        range: rangeOfFirst(use, "tag", "name"),
        data: { use, tag, repository: `${registry}/${repository}`, near, others },
      };
    }
  },

  message: ({ tag, repository, near }) =>
    `Repository ${repository} has no tag "${tag}"${near === undefined ? "" : ` (did you mean "${near}"?)`}, so the image cannot be pulled.`,

  fixClasses: ["review"],
  *fixes({ data: { near, use, others } }, edit) {
    if (near !== undefined) {
      // Review: the most similar tag might not be the intended one.
      yield { class: "review", title: `Use ${near}`, edits: changeImage(use, { tag: near }, edit) };
    }
    if (others[0] !== undefined) {
      // Review: as above.
      yield { class: "review", title: `Use ${others[0]}`, edits: changeImage(use, { tag: others[0] }, edit) };
    }
  },
});
