import { isFilledInText } from "../../kubernetes/filled-in.ts";
import { kustomizationProblems, titleOfKustomization } from "../../kubernetes/kustomization.ts";
import { defineRule, kustomizations } from "../../rule/rule.ts";
import { meantField } from "../shared/meant-field.ts";
import { adviceOn, placeInFile, unknownFieldFixes } from "../shared/unknown-field.ts";

export default defineRule({
  id: "kustomization-field-unknown",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A kustomization has a field that Kustomize does not know.",
  why: "Kustomize reads its files strictly: one unknown field, and it builds nothing.",
  links: ["https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/"],
  on: kustomizations,

  *check(kustomization) {
    const { root, document } = kustomization;
    for (const unknown of kustomizationProblems(kustomization).unknown) {
      const { owner, key, type } = unknown;
      if (key.text === "" || isFilledInText(key.text) || hasInOtherCase(type.fields(), key.text)) continue;
      const value = owner.at(key.text);
      const isOnlyOne = value?.key === key;
      const meant = isOnlyOne ? meantField(unknown, root) : undefined;
      yield {
        at: owner,
        range: { start: key.start, end: key.end },
        data: {
          title: titleOfKustomization(kustomization),
          field: [owner.fieldText, key.text].filter(Boolean).join("."),
          name: key.text,
          meant,
          place: placeInFile(meant),
          value,
          text: document.text,
        },
      };
    }
  },

  message: ({ title, field, meant, place }) =>
    `${title} sets unknown field ${field}, so Kustomize rejects it${adviceOn(meant, place)}`,

  fixClasses: ["safe", "review"],
  // Safe and review: see there.
  *fixes({ data }, edit) {
    yield* unknownFieldFixes(data, edit);
  },
});

/** Whether Kustomize, which reads fields as Go's JSON decoder does, ignores the difference. */
function hasInOtherCase(fields: ReadonlyMap<string, unknown>, name: string): boolean {
  const lower = name.toLowerCase();
  return [...fields.keys()].some((field) => field.toLowerCase() === lower);
}
