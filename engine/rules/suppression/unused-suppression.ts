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

  fixClasses: ["safe", "review"],
  *fixes({ data: { owner, whole, text, id, start, end } }, edit) {
    const name = owner ? "suppression annotation" : "suppression";
    const title = whole ? `Remove the ${name}` : `Remove ${id} from the ${name}`;
    if (owner) {
      const change = whole ? edit.remove(owner.annotation) : withoutId(text, start, end, edit);
      // Review: removing an annotation from a pod template rolls out new pods.
      yield { class: "review", title, edits: [change] };
    } else {
      const change = whole ? withoutComment(text, whole, edit) : withoutId(text, start, end, edit);
      // Safe: removing a comment that suppresses nothing changes no findings.
      yield { class: "safe", title, edits: [change] };
    }
  },
});

/** Removes a comment, and its line if nothing else is on it. */
function withoutComment(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  edit: EditBuilder,
): MaybeChange {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const before = text.slice(lineStart, start);
  if (before.trim() !== "") return edit.splice(lineStart + before.trimEnd().length, end, "");
  const newline = text.indexOf("\n", end);
  return edit.splice(lineStart, newline === -1 ? text.length : newline + 1, "");
}

/** Removes an id from a list, along with the comma after it, or before it if it is the last one. */
function withoutId(text: string, start: number, end: number, edit: EditBuilder): MaybeChange {
  const after = /^[ \t]*,[ \t]*/.exec(text.slice(end, end + 100))?.[0].length;
  if (after !== undefined) return edit.splice(start, end + after, "");
  const before = /[ \t]*,?[ \t]*$/.exec(text.slice(Math.max(start - 100, 0), start))![0].length;
  return edit.splice(start - before, end, "");
}
