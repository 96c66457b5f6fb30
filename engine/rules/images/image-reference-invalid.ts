import type { EditBuilder, MaybeChange } from "../../edits/edit.ts";
import { parseImageReference } from "../../images/reference.ts";
import { quotedName } from "../../kubernetes/containers.ts";
import { Value } from "../../kubernetes/value.ts";
import { defineRule, type Hit, images, inWorkspace } from "../../rule/rule.ts";

export default defineRule({
  id: "image-reference-invalid",
  category: "images",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An image reference is invalid.",
  why: "No container runtime can parse it, so the pod stays in InvalidImageName or the API server rejects it.",
  links: [
    "https://kubernetes.io/docs/concepts/containers/images/#image-names",
    "https://github.com/distribution/reference/blob/main/reference.go",
  ],
  on: inWorkspace(images),

  *check({ broken }, { workspace, uri }) {
    for (const { container, at, text, parsed, placeOf } of broken) {
      // Kustomize replaces names that are not references, too.
      if (workspace.isReplaced(text, uri)) continue;
      yield {
        at,
        range: placeOf(parsed.range),
        data: {
          name: container && quotedName(container),
          kind: container?.workload.kind,
          text,
          reason: parsed.reason,
        },
      };
    }
  },

  message: ({ name, kind, text, reason }) => {
    if (text === "" && name !== undefined)
      return `Container ${name} has an empty image, so the API server rejects the ${kind}.`;
    return `${name === undefined ? `Image "${text}"` : `The image of container ${name}`} has ${reason}, so it cannot be pulled.`;
  },

  fixClasses: ["safe", "review"],
  *fixes({ at, data: { text } }, edit) {
    // Safe: the image cannot be pulled, and without the whitespace it can mean only one thing.
    yield {
      class: "safe",
      title: "Remove the whitespace around the image",
      edits: replaceImage(at, text.trim(), edit),
    };
    {
      const lowercase = lowerCaseName(text);
      if (lowercase !== text) {
        // Review: repository names are lowercase, but only the registry can tell whether this image exists.
        yield {
          class: "review",
          title: "Change the repository to lowercase",
          edits: replaceImage(at, lowercase, edit),
        };
      }
    }

    const name = text.replace(/^[a-z]+:\/\//, "");
    if (name !== text) {
      // Review: the URL of a web page might differ from the name of the image.
      const scheme = text.slice(0, text.length - name.length);
      yield {
        class: "review",
        title: `Remove "${scheme}" from the image`,
        edits: replaceImage(at, name, edit),
      };
    }
  },
});

/** The change of the whole image; undefined if the new text is invalid as well. */
function replaceImage(
  at: Hit<unknown>["at"],
  text: string,
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  if (parseImageReference(text).kind !== "image") return undefined;
  return [at instanceof Value ? edit.setValue(at, text) : edit.splice(at.start, at.end, text)];
}

/** The text in lowercase, except its tag and digest. */
function lowerCaseName(text: string): string {
  return text.replace(/^[^@]*?(?=(?::[^/@]*)?(?:@|$))/, (name) => name.toLowerCase());
}
