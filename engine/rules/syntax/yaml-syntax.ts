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

  *check(document) {
    for (const { code, start, end, message } of document.problems) {
      if (code === "syntax") yield { at: { start, end }, data: { message } };
    }
  },

  message: ({ message }) => `${message}, so the document is rejected.`,
});
