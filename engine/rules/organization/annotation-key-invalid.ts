import { metadataOf } from "../../kubernetes/label-places.ts";
import { keyProblem, nearestName } from "../../kubernetes/labels.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { defineRule, resources } from "../../lint/rule.ts";

export default defineRule({
  id: "annotation-key-invalid",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An annotation key has characters or a length that the API does not allow.",
  why: "The API server rejects the whole object for one such key.",
  links: [
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/#syntax-and-character-set",
  ],
  on: resources,

  *check(resource) {
    for (const metadata of metadataOf(resource)) {
      for (const { name, value } of metadata.at("annotations")?.entries() ?? []) {
        // The API server looks at annotation keys in lower case, unlike at label keys.
        const problem = keyProblem(name.toLowerCase());
        if (problem && !isTemplated(name)) yield { at: value, onKey: true, data: { name, problem } };
      }
    }
  },

  message: ({ name, problem }) =>
    `"${name}" is no annotation key (${problem}), so the API server rejects the object.`,

  fixes: [
    {
      // Review: which key the tool that reads it looks for is a guess.
      class: "review",
      title: ({ name }) => `Rename it to ${fixed(name)}`,
      edits: ({ at, data: { name } }, edit) => {
        const better = fixed(name);
        if (keyProblem(better.toLowerCase()) || at.parent?.at(better)) return undefined;
        return [edit.renameKey(at, better)];
      },
    },
  ],
});

/** Slashes behind the prefix become dots, everything else that is not allowed a dash. */
function fixed(key: string): string {
  const slash = key.indexOf("/");
  return key.slice(0, slash + 1) + nearestName(key.slice(slash + 1).replaceAll("/", "."));
}
