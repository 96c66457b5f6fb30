import { officialImage } from "../../images/catalog.ts";
import { type ImageReference, isShortName } from "../../images/reference.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { changeImage } from "../../lint/image-edit.ts";
import { defineRule, images } from "../../lint/rule.ts";

export default defineRule({
  id: "image-registry-implicit",
  category: "images",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  summary: "An image does not say which registry it comes from.",
  why: "Each node's runtime decides what a short name means, so another registry may answer than the one meant.",
  links: [
    "https://kubernetes.io/docs/concepts/containers/images/#image-names",
    "https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md#note-risk-of-using-unqualified-image-names",
  ],
  asksWorkspace: true,
  on: images,

  *check(source, { workspace, uri }) {
    for (const use of source.images) {
      const { name, parsed } = use;
      const { registryIsExplicit, repository } = parsed;
      if (!use.named || registryIsExplicit || isLocalName(parsed)) continue;
      // With another name the tool would no longer find it.
      if (workspace.isReplaced(name, uri)) continue;
      yield {
        at: use.at,
        range: rangeOfFirst(use, "name"),
        data: { use, name, full: `docker.io/${repository}` },
      };
    }
  },

  message: ({ name }) => `Image "${name}" names no registry, so it is up to the node where it comes from.`,

  fixes: [
    {
      // Review: a node with short names or mirrors of its own may have taken it from elsewhere.
      class: "review",
      title: () => "Write out docker.io",
      edits: ({ data: { use, full } }, edit) => changeImage(use, { name: full }, edit),
    },
  ],
});

/**
 * Docker Hub has only its official images under a name without a path. Any other such name was built on the spot or is
 * filled in by a tool (Skaffold, Kustomize, Tilt), so `docker.io` would be wrong.
 */
function isLocalName(parsed: ImageReference): boolean {
  return isShortName(parsed) && officialImage(parsed) === undefined;
}
