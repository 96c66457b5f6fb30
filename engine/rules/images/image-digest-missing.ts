import { changeImage } from "../../edits/image.ts";
import { questionOf } from "../../images/registry.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { flag } from "../../rule/options.ts";
import { defineRule, images, inWorkspace } from "../../rule/rule.ts";
import { isInScope } from "../../settings/scope.ts";

export default defineRule({
  id: "image-digest-missing",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { checkov: ["CKV_K8S_43"], kubescape: ["C-0306"] },
  summary: "An image has no digest where your settings require one.",
  why: "A tag can be overwritten in the registry. Only a digest guarantees that the image that runs is the one that was reviewed.",
  links: [
    "https://kubernetes.io/docs/concepts/containers/images/#image-names",
    "https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests",
  ],
  options: {
    everywhere: flag(
      "Require a digest in every file, not only where `registries.requireDigest` applies.",
      false,
    ),
  },
  on: inWorkspace(images),

  *check(source, { options, settings, workspace, uri }) {
    const namespace = source.resource?.namespace;
    if (!options.everywhere && !isInScope(settings.registries.requireDigest, uri, namespace)) return;
    for (const use of source.images) {
      const { name, parsed, versioned } = use;
      if (!versioned || parsed.digest !== undefined || workspace.isReplaced(name, uri)) continue;
      const answer = workspace.image(questionOf(parsed));
      const digest = answer?.kind === "found" ? answer.digest : undefined;
      yield { at: use.at, range: rangeOfFirst(use, "tag", "name"), data: { use, text: use.text, digest } };
    }
  },

  message: ({ text }) =>
    `Image "${text}" has no digest, so anyone who can push to its repository can change what runs.`,

  fixClasses: ["review"],
  *fixes({ data: { digest, use } }, edit) {
    if (digest !== undefined) {
      // Review: nodes that pulled the tag earlier might run a different image now.
      yield {
        class: "review",
        title: `Pin to ${digest?.slice(0, "sha256:".length + 12)}… (the registry's current image)`,
        edits: changeImage(use, { tag: use.parsed.tag ?? "latest", digest }, edit),
      };
    }
  },
});
