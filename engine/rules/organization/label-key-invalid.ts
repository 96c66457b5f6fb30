import { labelMapsOf } from "../../kubernetes/label-places.ts";
import { keyProblem, nearestName } from "../../kubernetes/labels.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { defineRule, resources } from "../../lint/rule.ts";

export default defineRule({
  id: "label-key-invalid",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A label key has characters or a length that the API does not allow.",
  why: "The API server rejects the whole object for one such key.",
  links: [
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set",
  ],
  on: resources,

  *check(resource) {
    const maps = labelMapsOf(resource).map(({ map }) => map);
    for (const { name, value } of maps.flatMap((map) => map.entries())) {
      const problem = keyProblem(name);
      if (!problem || isTemplated(name)) continue;
      const better = fixed(name);
      // The resource's own selector and labels must go on matching.
      const same = maps.flatMap((map) => map.at(name) ?? []);
      const free = better !== undefined && same.every(({ parent }) => parent?.at(better) === undefined);
      yield { at: value, onKey: true, data: { name, problem, better: free ? better : undefined, same } };
    }
  },

  message: ({ name, problem }) =>
    `"${name}" is no label key (${problem}), so the API server rejects the object.`,

  fixes: [
    {
      // Review: what selects by this key from elsewhere must be renamed along with it.
      class: "review",
      title: ({ better }) => `Rename it to ${better}`,
      edits: ({ data: { better, same } }, edit) =>
        better === undefined ? undefined : same.map((one) => edit.renameKey(one, better)),
    },
  ],
});

/** The nearest key that is allowed; `undefined` where there is none. */
function fixed(key: string): string | undefined {
  const slash = key.indexOf("/");
  const prefix = key.slice(0, slash + 1).toLowerCase();
  const name = nearestName(key.slice(slash + 1));
  return keyProblem(prefix + name) ? undefined : prefix + name;
}
