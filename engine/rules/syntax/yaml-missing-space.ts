import { problemsOf } from "../../lint/problems.ts";
import { defineRule, documents } from "../../lint/rule.ts";

export default defineRule({
  id: "yaml-missing-space",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A colon has no space behind it.",
  why: "Without the space the text is one long word and no key with a value.",
  links: ["https://yaml.org/spec/1.2.2/#741-flow-sequences"],
  on: documents,

  check: (document) => problemsOf(document, "missing-space-after-colon"),

  message: ({ message }) => `${message}, so this is not a key with a value.`,

  fixes: [
    {
      // Safe: the text could not be read before, and a key with a value is its one reading.
      class: "safe",
      title: () => "Add the space",
      edits: ({ at }, edit) => [edit.splice(at.end, at.end, " ")],
    },
  ],
});
