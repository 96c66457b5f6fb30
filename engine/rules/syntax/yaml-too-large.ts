import { problemsOf } from "../../rule/problems.ts";
import { defineRule, documents } from "../../rule/rule.ts";

export default defineRule({
  id: "yaml-too-large",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary:
    "A document is nested too deeply, its aliases expand to too many values, or its file has too many documents.",
  why: "Kubewright does not check such text, and other tools can run out of memory when they read it.",
  links: ["https://kubernetes.io/docs/reference/using-api/api-concepts/"],
  on: documents,

  *check(document) {
    for (const hit of problemsOf(document, "too-deep", "too-many-aliases"))
      yield { ...hit, data: { ...hit.data, outcome: "Kubewright does not check it" } };
    for (const hit of problemsOf(document, "too-many-documents"))
      yield { ...hit, data: { ...hit.data, outcome: "the rest of the file is not checked" } };
  },

  message: ({ message, outcome }) => `${message}, so ${outcome}.`,
});
