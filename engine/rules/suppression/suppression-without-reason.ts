import { placeholder } from "../../lint/edit.ts";
import { defineRule, suppressions } from "../../lint/rule.ts";

export default defineRule({
  id: "suppression-without-reason",
  category: "suppression",
  severity: "information",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A suppression gives no reason.",
  why: "Whoever reads it later cannot tell whether it may go.",
  links: [],
  on: suppressions,

  *check({ reason, rules, start, end, owner }) {
    if (reason === undefined)
      yield { at: { start, end }, data: { rules: rules.map(({ id }) => id).join(", "), end, owner } };
  },

  message: ({ rules }) =>
    rules === ""
      ? "This suppression names no rule, so it silences nothing."
      : `The suppression of ${rules} gives no reason, so nobody can tell later whether it may go.`,

  fixes: [
    {
      // Template: only a person knows the reason.
      class: "template",
      title: () => "Add a reason",
      edits: ({ data }, edit) => {
        if (data.rules === "") return undefined;
        const reason = `: ${placeholder("why it is right here")}`;
        // Behind an annotation's value a colon would need quotes.
        return data.owner
          ? [edit.setValue(data.owner.annotation, `${data.rules}${reason}`)]
          : [edit.splice(data.end, data.end, reason)];
      },
    },
  ],
});
