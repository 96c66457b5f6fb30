import { problemsOf } from "../../lint/problems.ts";
import { defineRule, documents } from "../../lint/rule.ts";

export default defineRule({
  id: "yaml-unclosed-quote",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A quote is opened and never closed.",
  why: "Everything behind it is read as one string.",
  links: ["https://yaml.org/spec/1.2.2/#73-flow-scalar-styles"],
  on: documents,

  check: (document) => problemsOf(document, "unclosed-quote"),

  message: ({ message }) => `${message}, so what follows is read as one string.`,
});
