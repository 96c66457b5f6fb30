import { problemsOf } from "../../lint/problems.ts";
import { defineRule, documents } from "../../lint/rule.ts";

export default defineRule({
  id: "yaml-too-large",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A document is nested too deeply, has too many aliases, or is one of too many.",
  why: "Text that is not read is not checked, and it can exhaust the memory of other tools.",
  links: ["https://kubernetes.io/docs/reference/using-api/api-concepts/"],
  on: documents,

  check: (document) => problemsOf(document, "too-deep", "too-many-documents", "too-many-aliases"),

  message: ({ message }) => `${message}, so nothing in it is checked.`,
});
