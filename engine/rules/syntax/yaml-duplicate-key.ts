import { twinsIn } from "../../lint/problems.ts";
import { defineRule, documents } from "../../lint/rule.ts";

export default defineRule({
  id: "yaml-duplicate-key",
  category: "syntax",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A mapping contains the same key more than once.",
  why: "Only the last value is used, or strict validation rejects the object.",
  links: ["https://yaml.org/spec/1.2.2/#3213-node-comparison"],
  on: documents,

  *check(document) {
    for (const twins of twinsIn(document)) {
      const { start, end } = twins.second.key;
      const related = [{ at: twins.first.key, message: "The earlier key" }];
      yield { at: { start, end }, data: twins, related };
    }
  },

  message: ({ name }) =>
    `The key "${name}" appears more than once in this mapping, so only the last value is used or strict validation rejects the object.`,

  fixes: [
    {
      // Safe: both keys have the same value, so it does not matter which one is used.
      class: "safe",
      title: ({ name }) => `Remove the duplicate key "${name}"`,
      edits: ({ data: { map, second, equal } }, edit) => (equal ? [edit.removeTwin(map, second)] : undefined),
    },
  ],
});
