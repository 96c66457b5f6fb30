import { problemsOf } from "../../lint/problems.ts";
import { defineRule, documents } from "../../lint/rule.ts";

export default defineRule({
  id: "yaml-too-large",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The nesting is deeper, or the documents are more, than can be read.",
  why: "What is not read is not checked, and other tools may be taken down by it.",
  links: ["https://kubernetes.io/docs/reference/using-api/api-concepts/"],
  on: documents,

  check: (document) => problemsOf(document, "too-deep", "too-many-documents", "too-many-aliases"),

  message: ({ message }) => `${message}, so faults in what is not read stay unseen.`,
});
