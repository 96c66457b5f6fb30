import { defineRule, documents } from "../../rule/rule.ts";
import { withoutTabs } from "../../yaml/tabs.ts";

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
    const [first, ...otherTabs] = tabs;
    if (!first) return;
    const { start, end, message } = first;
    const related = otherTabs.map((tab) => ({ at: tab, message: "This line is indented with a tab, too." }));
    yield { at: { start, end }, related, data: { message, tabs, text: document.text } };
  },

  message: ({ message }) => `${message}, so kubectl cannot parse the document.`,

  fixClasses: ["safe"],
  *fixes({ data: { tabs, text } }, edit) {
    const edits = withoutTabs(text, tabs);
    if (!edits) return;
    // Safe: the text cannot be parsed as written, and has the same meaning with every tab width that makes it valid.
    // All lines at once: if only some tabs are replaced, the indentation is wrong.
    yield {
      class: "safe",
      title: "Replace tabs with spaces in the whole document",
      edits: edits.map(({ start, end, text: spaces }) => edit.splice(start, end, spaces)),
    };
  },
});
