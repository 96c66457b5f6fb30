import { crampedColons } from "../../kubernetes/cramped-pairs.ts";
import { problemsOf } from "../../rule/problems.ts";
import { defineRule, documents } from "../../rule/rule.ts";

export default defineRule({
  id: "yaml-missing-space",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A colon between a key and its value has no space after it.",
  why: "Without the space, YAML reads the key and the value as one string.",
  links: ["https://yaml.org/spec/1.2.2/#741-flow-sequences"],
  on: documents,

  *check(document) {
    const problems = [...problemsOf(document, "missing-space-after-colon")];
    for (const { at } of problems) yield { at, data: {} };
    for (const start of crampedColons(document)) {
      if (!problems.some(({ at }) => at.start === start)) yield { at: { start, end: start + 1 }, data: {} };
    }
  },

  message: () => "This colon has no space after it, so YAML reads the key and the value as one string.",

  fixClasses: ["safe"],
  *fixes({ at }, edit) {
    // Safe: the text is rejected as written, and it can only mean a key with a value.
    yield { class: "safe", title: "Add a space after the colon", edits: [edit.splice(at.end, at.end, " ")] };
  },
});
