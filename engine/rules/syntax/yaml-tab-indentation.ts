import { defineRule, documents } from "../../rule/rule.ts";

export default defineRule({
  id: "yaml-tab-indentation",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A line is indented with a tab.",
  why: "YAML allows only spaces as indentation, so kubectl cannot parse the document.",
  links: ["https://yaml.org/spec/1.2.2/#61-indentation-spaces"],
  on: documents,

  *check(document) {
    const tabs = document.problems.filter(({ code }) => code === "tab-indentation");
    for (const { start, end, message } of tabs)
      yield { at: { start, end }, data: { message, tabs, text: document.text } };
  },

  message: ({ message }) => `${message}, so kubectl cannot parse the document.`,

  fixClasses: ["safe"],
  *fixes({ data: { tabs, text } }, edit) {
    // Safe: the text cannot be parsed as it is, and each tab means one level of indentation.
    // All lines at once: if only some tabs are replaced, the indentation is wrong.
    yield {
      class: "safe",
      title: "Replace tabs with spaces in the whole document",
      edits: tabs.map(({ start, end }) => {
        const levels = text.slice(start, end).replaceAll(" ", "").length;
        return edit.splice(start, end, "  ".repeat(levels));
      }),
    };
  },
});
