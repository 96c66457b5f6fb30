import { placeholder } from "../../edits/edit.ts";
import { defineRule, suppressions } from "../../rule/rule.ts";

export default defineRule({
  id: "suppression-without-reason",
  category: "suppression",
  severity: "information",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A suppression has no reason.",
  why: "Without a reason, others cannot tell when the suppression can be removed.",
  links: [],
  on: suppressions,

  *check({ reason, rules, start, end, owner }) {
    if (reason === undefined)
      yield { at: { start, end }, data: { rules: rules.map(({ id }) => id).join(", "), end, owner } };
  },

  message: ({ rules }) =>
    rules === ""
      ? "This suppression names no rule, so it has no effect."
      : `The suppression of ${rules} has no reason, so others cannot tell when it can be removed.`,

  fixClasses: ["template"],
  *fixes({ data }, edit) {
    if (data.rules === "") return;
    const reason = `: ${placeholder("why this is acceptable here")}`;
    // Template: only the author knows the reason.
    yield {
      class: "template",
      title: "Add a reason",
      edits: data.owner
        ? [edit.setValue(data.owner.annotation, `${data.rules}${reason}`)]
        : [edit.splice(data.end, data.end, reason)],
    };
  },
});
