import { problemsOf } from "../../rule/problems.ts";
import { defineRule, documents } from "../../rule/rule.ts";

export default defineRule({
  id: "yaml-unknown-alias",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An alias refers to an anchor that is not defined before it.",
  why: "kubectl cannot parse the document, so nothing in it is applied.",
  links: ["https://yaml.org/spec/1.2.2/#71-alias-nodes"],
  on: documents,

  check: (document) => problemsOf(document, "unknown-alias"),

  message: ({ message }) => `${message}, so kubectl cannot parse the document.`,
});
