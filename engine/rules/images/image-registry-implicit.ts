import { changeImage } from "../../edits/image.ts";
import { officialImage } from "../../images/catalog.ts";
import { type ImageReference, isShortName } from "../../images/reference.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { defineRule, images, inWorkspace } from "../../rule/rule.ts";

export default defineRule({
  id: "image-registry-implicit",
  category: "images",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  summary: "An image does not specify a registry.",
  why: "The configuration of each container runtime decides how a short name resolves, so the image can come from an unexpected registry.",
  links: [
    "https://kubernetes.io/docs/concepts/containers/images/#image-names",
    "https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md#note-risk-of-using-unqualified-image-names",
  ],
  on: inWorkspace(images),

  *check(source, { workspace, uri }) {
    for (const use of source.images) {
      const { name, parsed } = use;
      const { registryIsExplicit, repository } = parsed;
      if (!use.named || registryIsExplicit || isLocalName(parsed)) continue;
      // With a different name, the tool would no longer find the image.
      if (workspace.isReplaced(name, uri)) continue;
      yield {
        at: use.at,
        range: rangeOfFirst(use, "name"),
        data: { use, name, full: `docker.io/${repository}`, isBuild: source.dockerfile !== undefined },
      };
    }
  },

  message: ({ name, isBuild }) =>
    `Image "${name}" does not specify a registry, so ${isBuild ? "the builder's" : "each node's"} configuration decides where it is pulled from.`,

  fixClasses: ["review"],
  *fixes({ data: { use, full } }, edit) {
    // Review: a node with its own short names or mirrors might have pulled it from a different registry.
    yield {
      class: "review",
      title: "Add the docker.io prefix",
      edits: changeImage(use, { name: full }, edit),
    };
  },
});

/**
 * On Docker Hub, only official images have a name without a path. Any other such image was built locally or is replaced
 * by a tool (Skaffold, Kustomize, Tilt), so `docker.io` would be wrong.
 */
function isLocalName(parsed: ImageReference): boolean {
  return isShortName(parsed) && officialImage(parsed) === undefined;
}
