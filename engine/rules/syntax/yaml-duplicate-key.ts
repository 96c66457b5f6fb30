import { twinsIn } from "../../lint/problems.ts";
import { defineRule, documents } from "../../lint/rule.ts";

export default defineRule({
  id: "yaml-duplicate-key",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A key appears twice in one mapping.",
  why: "Only the last one counts, or the API server rejects the object under strict validation.",
  links: ["https://yaml.org/spec/1.2.2/#3213-node-comparison"],
  on: documents,

  *check(document) {
    for (const twins of twinsIn(document)) {
      const { start, end } = twins.second.key;
      const related = [{ at: twins.first.key, message: "The same key" }];
      yield { at: { start, end }, data: twins, related };
    }
  },

  message: ({ name }) =>
    `The key "${name}" appears twice in this mapping, so the API server uses only the last one or rejects the object.`,

  fixes: [
    {
      // Safe: both have the same value, so it does not matter which of them is used.
      class: "safe",
      title: ({ name }) => `Remove the repeated "${name}"`,
      edits: ({ data: { map, second, equal } }, edit) => (equal ? [edit.removeTwin(map, second)] : undefined),
    },
  ],
});
