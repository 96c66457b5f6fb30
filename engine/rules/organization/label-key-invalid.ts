import { labelMapsOf } from "../../kubernetes/label-places.ts";
import { keyProblem, nearestName } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { defineRule, resources } from "../../rule/rule.ts";

export default defineRule({
  id: "label-key-invalid",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A label key is invalid.",
  why: "The API server rejects the whole object if one label key has characters or a length that are not allowed.",
  links: [
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set",
  ],
  on: resources,

  *check(resource) {
    const maps = labelMapsOf(resource).map(({ map }) => map);
    for (const { name, value } of maps.flatMap((map) => map.entries())) {
      const problem = keyProblem(name);
      if (!problem || isTemplated(name)) continue;
      const better = validKey(name);
      // The selector and the labels of the resource must still match.
      const sameLabels = maps.flatMap((map) => map.at(name) ?? []);
      const isFree =
        better !== undefined && sameLabels.every(({ parent }) => parent?.at(better) === undefined);
      const title = titleOf(resource);
      yield {
        at: value,
        onKey: true,
        data: { title, name, problem, better: isFree ? better : undefined, same: sameLabels },
      };
    }
  },

  message: ({ title, name, problem }) =>
    `${title} has the invalid label key "${name}" (${problem}), so the API server rejects it.`,

  fixClasses: ["review"],
  *fixes({ data: { better, same } }, edit) {
    if (better !== undefined) {
      // Review: selectors in other objects that use this key must be changed too.
      yield {
        class: "review",
        title: `Rename the label to ${better}`,
        edits: same.map((label) => edit.renameKey(label, better)),
      };
    }
  },
});

/** The nearest valid key; `undefined` if there is none. */
function validKey(key: string): string | undefined {
  const slash = key.indexOf("/");
  const prefix = key.slice(0, slash + 1).toLowerCase();
  const name = nearestName(key.slice(slash + 1));
  return keyProblem(prefix + name) ? undefined : prefix + name;
}
