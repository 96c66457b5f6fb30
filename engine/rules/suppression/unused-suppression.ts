import { defineRule, suppressions } from "../../lint/rule.ts";

export default defineRule({
  id: "unused-suppression",
  category: "suppression",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A suppression comment silences nothing.",
  why: "It will hide the next finding that nobody meant to hide.",
  links: [],
  tags: ["unnecessary"],
  on: suppressions,

  *check(suppression) {
    const { unused, rules, start, end, document } = suppression;
    for (const rule of unused) {
      yield {
        at: rule,
        data: {
          ...rule,
          whole: rules.length === unused.length ? { start, end } : undefined,
          text: document.text,
        },
      };
    }
  },

  message: ({ id, known }) =>
    known
      ? `The suppression of ${id} silences nothing here, so all it can do is hide a finding that nobody has seen yet.`
      : `There is no rule "${id}", so this suppression silences nothing.`,

  fixes: [
    {
      // Safe: a comment that silences nothing changes nothing by going.
      class: "safe",
      title: ({ whole, id }) => (whole ? "Remove the suppression" : `Remove ${id} from the suppression`),
      edits: ({ data }, edit) => {
        const { text, whole } = data;
        if (!whole) {
          const rest = /^\s*,?\s*/.exec(text.slice(data.end))![0].length;
          return [edit.splice(data.start, data.end + rest, "")];
        }
        const lineStart = text.lastIndexOf("\n", whole.start - 1) + 1;
        const before = text.slice(lineStart, whole.start);
        if (before.trim() !== "") return [edit.splice(lineStart + before.trimEnd().length, whole.end, "")];
        const newline = text.indexOf("\n", whole.end);
        return [edit.splice(lineStart, newline === -1 ? text.length : newline + 1, "")];
      },
    },
  ],
});
