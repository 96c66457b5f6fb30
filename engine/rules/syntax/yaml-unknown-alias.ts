import { problemsOf } from "../../lint/problems.ts";
import { defineRule, documents } from "../../lint/rule.ts";

export default defineRule({
  id: "yaml-unknown-alias",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An alias names an anchor that does not exist before it.",
  why: "The whole document is rejected.",
  links: ["https://yaml.org/spec/1.2.2/#71-alias-nodes"],
  on: documents,

  check: (document) => problemsOf(document, "unknown-alias"),

  message: ({ message }) => `${message}, so the document is rejected.`,
});
