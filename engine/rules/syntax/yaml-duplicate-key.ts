import { problemsOf } from "../../lint/problems.ts";
import { defineRule, documents } from "../../lint/rule.ts";

export default defineRule({
  id: "yaml-duplicate-key",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A key stands twice in one mapping.",
  why: "Only the last one counts, or the API server rejects the object under strict validation.",
  links: ["https://yaml.org/spec/1.2.2/#3213-node-comparison"],
  on: documents,

  check: (document) => problemsOf(document, "duplicate-key"),

  message: ({ message }) => `${message}, so only the last one counts or the object is rejected.`,
});
