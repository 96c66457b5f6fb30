import { problemsOf } from "../../rule/problems.ts";
import { defineRule, documents } from "../../rule/rule.ts";

export default defineRule({
  id: "yaml-unclosed-quote",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A string has no closing quote.",
  why: "Everything after the opening quote is read as part of the string.",
  links: ["https://yaml.org/spec/1.2.2/#73-flow-scalar-styles"],
  on: documents,

  check: (document) => problemsOf(document, "unclosed-quote"),

  message: ({ message }) => `${message}, so everything after it is read as part of the string.`,
});
