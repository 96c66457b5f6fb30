import { metadataOf } from "../../kubernetes/label-places.ts";
import { keyProblem, nearestName } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { defineRule, resources } from "../../rule/rule.ts";

export default defineRule({
  id: "annotation-key-invalid",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An annotation key is invalid.",
  why: "The API server rejects the whole object if one annotation key has characters or a length that are not allowed.",
  links: [
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/#syntax-and-character-set",
  ],
  on: resources,

  *check(resource) {
    for (const metadata of metadataOf(resource)) {
      for (const { name, value } of metadata.at("annotations")?.entries() ?? []) {
        // Unlike label keys, the API server converts annotation keys to lowercase before it validates them.
        const problem = keyProblem(name.toLowerCase());
        if (problem && !isTemplated(name))
          yield { at: value, onKey: true, data: { title: titleOf(resource), name, problem } };
      }
    }
  },

  message: ({ title, name, problem }) =>
    `${title} has the invalid annotation key "${name}" (${problem}), so the API server rejects it.`,

  fixClasses: ["review"],
  *fixes({ data: { name }, at }, edit) {
    const better = validKey(name);
    if (keyProblem(better.toLowerCase()) || at.parent?.at(better)) return;
    // Review: the tool that reads the annotation might expect a different key.
    yield {
      class: "review",
      title: `Rename the annotation to ${validKey(name)}`,
      edits: [edit.renameKey(at, better)],
    };
  },
});

/** Replaces slashes after the prefix with dots, and all other invalid characters with dashes. */
function validKey(key: string): string {
  const slash = key.indexOf("/");
  return key.slice(0, slash + 1) + nearestName(key.slice(slash + 1).replaceAll("/", "."));
}
