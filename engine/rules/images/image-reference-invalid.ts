import { parseImageReference } from "../../images/reference.ts";
import { quotedName } from "../../kubernetes/containers.ts";
import { Value } from "../../kubernetes/value.ts";
import type { EditBuilder, MaybeChange } from "../../lint/edit.ts";
import { defineRule, type Hit, images } from "../../lint/rule.ts";

export default defineRule({
  id: "image-reference-invalid",
  category: "images",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The image is no valid image reference.",
  why: "No container runtime can make sense of it, so the pod stays in InvalidImageName or is refused.",
  links: [
    "https://kubernetes.io/docs/concepts/containers/images/#image-names",
    "https://github.com/distribution/reference/blob/main/reference.go",
  ],
  on: images,

  *check({ broken }) {
    for (const { container, at, text, parsed, placeOf } of broken) {
      yield {
        at,
        range: placeOf(parsed.range),
        data: { name: container && quotedName(container), text, reason: parsed.reason },
      };
    }
  },

  message: ({ name, text, reason }) =>
    `${name === undefined ? `The image "${text}"` : `The image of container ${name}`} has ${reason}, so ${text === "" ? "there is nothing to run" : "it can never be pulled"}.`,

  fixes: [
    {
      // Safe: the space around it is the fault, and there is one reading without it.
      class: "safe",
      title: () => "Remove the white space around the image",
      edits: ({ at, data: { text } }, edit) => replaced(at, text.trim(), edit),
    },
    {
      // Review: registries know lower case only, but whether this is the image that was meant is theirs to say.
      class: "review",
      title: () => "Write the repository in lower case",
      edits: ({ at, data: { text } }, edit) => {
        const lower = lowerCaseName(text);
        return lower === text ? undefined : replaced(at, lower, edit);
      },
    },
    {
      // Review: the address of a web page may not be the name of its image.
      class: "review",
      title: () => "Remove the URL scheme",
      edits: ({ at, data: { text } }, edit) => {
        const name = text.replace(/^[a-z]+:\/\//, "");
        return name === text ? undefined : replaced(at, name, edit);
      },
    },
  ],
});

function replaced(
  at: Hit<unknown>["at"],
  text: string,
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  if (parseImageReference(text).kind !== "image") return undefined;
  return [at instanceof Value ? edit.setValue(at, text) : edit.splice(at.start, at.end, text)];
}

/** The text with everything in lower case but its tag and digest. */
function lowerCaseName(text: string): string {
  return text.replace(/^[^@]*?(?=(?::[^/@]*)?(?:@|$))/, (name) => name.toLowerCase());
}
