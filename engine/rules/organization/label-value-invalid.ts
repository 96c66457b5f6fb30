import { expressionValuesOf, labelMapsOf } from "../../kubernetes/label-places.ts";
import { labelValueProblem, nearestName } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated, literal } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, resources } from "../../rule/rule.ts";

export default defineRule({
  id: "label-value-invalid",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-score": ["label-values"] },
  summary: "A label value is invalid.",
  why: "The API server rejects the whole object. Label values are limited to 63 letters, digits, dashes, underscores and dots; annotations can hold any text.",
  links: [
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set",
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/",
  ],
  on: resources,

  *check(resource) {
    const title = titleOf(resource);
    const maps = labelMapsOf(resource);
    const selected = new Set(
      maps.flatMap(({ map, role }) => (role === "selector" ? map.entries().map((entry) => entry.name) : [])),
    );
    for (const { map, role, metadata } of maps) {
      for (const { name, value } of map.entries()) {
        const invalid = invalidText(value);
        if (!invalid) continue;
        const { text } = invalid;
        const better = validValue(text);
        const note = isNote(text) && metadata && !selected.has(name) ? metadata : undefined;
        // The selector and the labels of the resource must still match.
        const sameLabels = maps
          .flatMap(({ map: labels }) => labels.at(name) ?? [])
          .filter((label) => label.string === text);
        yield { at: value, data: { title, name, ...invalid, role, better, note, same: sameLabels } };
      }
    }
    for (const { key: name, at } of expressionValuesOf(resource)) {
      const invalid = literal(at) === undefined ? undefined : invalidText(at);
      const role = "selector" as const;
      if (invalid)
        yield { at, data: { title, name, ...invalid, role, better: undefined, note: undefined, same: [] } };
    }
  },

  message: ({ title, name, text, problem, role }) =>
    `${title} sets ${places[role]} "${name}" to the invalid value "${shortened(text)}" (${problem}), so the API server rejects it.`,

  fixClasses: ["safe", "review"],
  *fixes({ at, data: { name, text, note, better, same } }, edit) {
    if (note && note.at("annotations", name) === undefined) {
      // Safe: the API server rejects the label as written, and an annotation keeps the text.
      yield {
        class: "safe",
        title: `Move label "${name}" to annotations`,
        edits: [edit.set(note, ["annotations", name], text, { before: ["labels"] }), edit.remove(at)],
      };
    }
    if (better !== undefined) {
      // Review: selectors in other objects that use this value must be changed too.
      yield {
        class: "review",
        title: `Set ${name} to ${better}${same.length < 2 ? "" : same.length === 2 ? " in both places" : ` in all ${same.length} places`}`,
        edits: same.map((label) => edit.setValue(label, better)),
      };
    }
  },
});

/** The words for the place of a value in messages. */
const places = { labels: "label", selector: "selector label", "node selector": "node selector label" };

/** A text that cannot be a label value, and why. */
function invalidText({
  string: text,
}: Value): { readonly text: string; readonly problem: string } | undefined {
  const problem = text === undefined || isTemplated(text) ? undefined : labelValueProblem(text);
  return text === undefined || problem === undefined ? undefined : { text, problem };
}

/** URLs, email addresses and prose: for reading, not for selectors. */
function isNote(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|@|\n/.test(text) || 63 < text.length;
}

/** The nearest valid value; `undefined` if there is none. */
function validValue(text: string): string | undefined {
  const better = nearestName(text);
  return better === "" || isNote(text) || labelValueProblem(better) ? undefined : better;
}

function shortened(text: string): string {
  const line = text.trimEnd().replace(/\s+/g, " ");
  return line.length > 30 ? `${line.slice(0, 24)}…` : line;
}
