import { defineRule, documents } from "../../lint/rule.ts";

export default defineRule({
  id: "yaml-too-deep",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The document is nested deeper than any Kubernetes object.",
  why: "Readers recurse, so such nesting is refused or takes them down.",
  links: ["https://yaml.org/spec/1.2.2/#chapter-10-recommended-schemas"],
  on: documents,

  *check(document) {
    for (const { code, start, end, message } of document.problems) {
      if (code === "too-deep") yield { at: { start, end }, data: { message } };
    }
  },

  message: ({ message }) => `${message}.`,
});
