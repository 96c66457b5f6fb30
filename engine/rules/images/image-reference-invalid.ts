import { parseImageReference } from "../../images/reference.ts";
import { brokenImagesOf } from "../../kubernetes/images.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

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
  on: workloads,

  *check(workload) {
    for (const { container, value, text, parsed, partRange } of brokenImagesOf(workload)) {
      yield {
        at: value,
        range: partRange(parsed.range),
        data: { name: container.name, text, reason: parsed.reason },
      };
    }
  },

  message: ({ name, text, reason }) =>
    `The image of container "${name}" has ${reason}, so ${text === "" ? "there is nothing to run" : "it can never be pulled"}.`,

  fixes: [
    {
      // Safe: the space around it is the fault, and there is one reading without it.
      class: "safe",
      title: () => "Remove the white space around the image",
      edits: ({ at, data: { text } }, edit) =>
        valid(text.trim()) ? [edit.setValue(at, text.trim())] : undefined,
    },
    {
      // Review: registries know lower case only, but whether this is the image that was meant is theirs to say.
      class: "review",
      title: () => "Write the repository in lower case",
      edits: ({ at, data: { text } }, edit) => {
        const lower = lowerCaseName(text);
        return lower !== text && valid(lower) ? [edit.setValue(at, lower)] : undefined;
      },
    },
    {
      // Review: the address of a web page may not be the name of its image.
      class: "review",
      title: () => "Remove the URL scheme",
      edits: ({ at, data: { text } }, edit) => {
        const name = text.replace(/^[a-z]+:\/\//, "");
        return name !== text && valid(name) ? [edit.setValue(at, name)] : undefined;
      },
    },
  ],
});

function valid(text: string): boolean {
  return parseImageReference(text).kind === "image";
}

/** The text with everything in lower case but its tag and digest. */
function lowerCaseName(text: string): string {
  return text.replace(/^[^@]*?(?=(?::[^/@]*)?(?:@|$))/, (name) => name.toLowerCase());
}
