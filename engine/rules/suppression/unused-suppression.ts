import type { EditBuilder, MaybeChange } from "../../edits/edit.ts";
import { defineRule, suppressions } from "../../rule/rule.ts";

export default defineRule({
  id: "unused-suppression",
  category: "suppression",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A suppression has no effect.",
  why: "It can hide a future finding that should be seen.",
  links: [],
  tags: ["unnecessary"],
  on: suppressions,

  *check(suppression) {
    const { unused, rules, start, end, document, owner } = suppression;
    for (const rule of unused) {
      yield {
        at: rule,
        data: {
          ...rule,
          whole: rules.length === unused.length ? { start, end } : undefined,
          text: document.text,
          owner,
        },
      };
    }
  },

  message: ({ id, exists }) =>
    exists
      ? `The rule ${id} reports nothing here, so this suppression can only hide a future finding.`
      : `There is no rule "${id}", so this suppression has no effect.`,

  fixes: [
    {
      // Safe: removing a comment that suppresses nothing changes no findings.
      class: "safe",
      title: ({ whole, id }) => (whole ? "Remove the suppression" : `Remove ${id} from the suppression`),
      edits: ({ data }, edit) => {
        const { text, whole } = data;
        if (data.owner) return undefined;
        if (!whole) return [withoutId(text, data.start, data.end, edit)];
        const lineStart = text.lastIndexOf("\n", whole.start - 1) + 1;
        const before = text.slice(lineStart, whole.start);
        if (before.trim() !== "") return [edit.splice(lineStart + before.trimEnd().length, whole.end, "")];
        const newline = text.indexOf("\n", whole.end);
        return [edit.splice(lineStart, newline === -1 ? text.length : newline + 1, "")];
      },
    },
    {
      // Review: removing an annotation from a pod template rolls out new pods.
      class: "review",
      title: ({ whole, id }) =>
        whole ? "Remove the suppression annotation" : `Remove ${id} from the suppression annotation`,
      edits: ({ data }, edit) => {
        const { owner, whole, text, start, end } = data;
        if (!owner) return undefined;
        return [whole ? edit.remove(owner.annotation) : withoutId(text, start, end, edit)];
      },
    },
  ],
});

/** Removes an id from a list, with the comma after it, or the comma before it where it is the last. */
function withoutId(text: string, start: number, end: number, edit: EditBuilder): MaybeChange {
  const after = /^[ \t]*,[ \t]*/.exec(text.slice(end, end + 100))?.[0].length;
  if (after !== undefined) return edit.splice(start, end + after, "");
  const before = /[ \t]*,?[ \t]*$/.exec(text.slice(Math.max(start - 100, 0), start))![0].length;
  return edit.splice(start - before, end, "");
}
