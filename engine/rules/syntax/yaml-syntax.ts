import { problemsOf } from "../../lint/problems.ts";
import { defineRule, documents } from "../../lint/rule.ts";

export default defineRule({
  id: "yaml-syntax",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The text cannot be read as YAML.",
  why: "The API server and every tool reject the whole document.",
  links: ["https://yaml.org/spec/1.2.2/"],
  on: documents,

  check: (document) => problemsOf(document, "syntax"),

  message: ({ message }) => `${message}, so the document is rejected.`,

  fixes: [
    {
      // Safe: the text could not be read before, and a remedy is known only where it has one reading.
      class: "safe",
      title: ({ remedy }) => remedy!.title,
      edits: ({ data: { remedy } }, edit) =>
        remedy?.edits.map(({ start, end, text }) => edit.splice(start, end, text)),
    },
  ],
});
