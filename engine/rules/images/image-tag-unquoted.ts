import { changedByHelm } from "../../kubernetes/helm-numbers.ts";
import { defineRule, images } from "../../rule/rule.ts";

export default defineRule({
  id: "image-tag-unquoted",
  category: "images",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An unquoted image tag is a number or a boolean.",
  why: "YAML reads 8.10 as 8.1 and 553640e6 as 553640000000. Kustomize rejects the file, and Helm renders a different tag.",
  links: [
    "https://helm.sh/docs/chart_best_practices/values/#make-types-clear",
    "https://yaml.org/spec/1.2.2/#103-core-schema",
  ],
  on: images,

  *check({ kind, strings }) {
    for (const at of strings) {
      const text = at.scalar?.text;
      const type = typeof at.value;
      if (text === undefined || (type !== "number" && type !== "boolean")) continue;
      const rendered = kind === "kustomization" ? undefined : changedByHelm(at);
      if (kind !== "kustomization" && rendered === undefined) continue;
      yield { at, data: { text, type, rendered } };
    }
  },

  message: ({ text, type, rendered }) =>
    `Tag ${text} is not quoted, so YAML reads it as a ${type} and ${rendered === undefined ? "Kustomize rejects the file" : `Helm renders it as "${rendered}"`}.`,

  fixClasses: ["safe"],
  *fixes({ data: { text }, at }, edit) {
    // Safe: the text is clearly the tag, and without quotes it is rejected or becomes a different tag.
    yield { class: "safe", title: `Put ${text} in quotes`, edits: [edit.quote(at)] };
  },
});
