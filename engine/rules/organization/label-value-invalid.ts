import { expressionValuesOf, labelMapsOf } from "../../kubernetes/label-places.ts";
import { labelValueProblem, nearestName } from "../../kubernetes/labels.ts";
import { isTemplated, literal } from "../../kubernetes/resource.ts";
import { defineRule, resources } from "../../lint/rule.ts";

export default defineRule({
  id: "label-value-invalid",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-score": ["label-values"] },
  summary: "A label value has characters or a length that the API does not allow.",
  why: "Labels are short words to select by; what people are meant to read belongs into annotations, which take any text.",
  links: [
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set",
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/",
  ],
  on: resources,

  *check(resource) {
    const maps = labelMapsOf(resource);
    const selected = new Set(
      maps.flatMap(({ map, role }) => (role === "selector" ? map.entries().map((entry) => entry.name) : [])),
    );
    for (const { map, role, metadata } of maps) {
      for (const { name, value } of map.entries()) {
        const text = value.string;
        const problem = text === undefined || isTemplated(text) ? undefined : labelValueProblem(text);
        if (text === undefined || problem === undefined) continue;
        const better = fixed(text);
        const note = isNote(text) && metadata && !selected.has(name) ? metadata : undefined;
        // The resource's own selector and labels must go on matching.
        const same = maps.flatMap((other) => other.map.at(name) ?? []).filter((one) => one.string === text);
        yield { at: value, data: { name, text, problem, role, better, note, same } };
      }
    }
    for (const { key: name, at } of expressionValuesOf(resource)) {
      const text = literal(at);
      const problem = text === undefined ? undefined : labelValueProblem(text);
      if (text === undefined || problem === undefined) continue;
      const data = {
        name,
        text,
        problem,
        role: "selector" as const,
        better: undefined,
        note: undefined,
        same: [],
      };
      yield { at, data };
    }
  },

  message: ({ name, text, problem, role }) =>
    `The ${role === "labels" ? "label" : role} "${name}" has the invalid value "${shortened(text)}" (${problem}), so the API server rejects the object.`,

  fixes: [
    {
      // Safe: the API server could not accept the label, and an annotation keeps the text as it is.
      class: "safe",
      title: () => "Move it to the annotations",
      edits: ({ at, data: { name, text, note } }, edit) =>
        note && note.at("annotations", name) === undefined
          ? [edit.set(note, ["annotations", name], text, { before: ["labels"] }), edit.remove(at)]
          : undefined,
    },
    {
      // Review: what selects by this value from elsewhere must change along with it.
      class: "review",
      title: ({ better }) => `Change it to ${better}`,
      edits: ({ data: { better, same } }, edit) =>
        better === undefined ? undefined : same.map((one) => edit.setValue(one, better)),
    },
  ],
});

/** Addresses and prose: for people and tools to read, not to select by. */
function isNote(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|@|\n/.test(text) || 63 < text.length;
}

function fixed(text: string): string | undefined {
  const better = nearestName(text);
  return better === "" || isNote(text) || labelValueProblem(better) ? undefined : better;
}

function shortened(text: string): string {
  const line = text.trimEnd().replace(/\s+/g, " ");
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
