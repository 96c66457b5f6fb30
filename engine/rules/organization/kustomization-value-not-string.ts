import { defineRule, images } from "../../rule/rule.ts";

export default defineRule({
  id: "kustomization-value-not-string",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A field of a kustomization that must be a string is a number or a boolean.",
  why: "YAML reads unquoted values such as 1.10, true and on as numbers and booleans. Kustomize does not convert them: it rejects the whole file.",
  links: [
    "https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/labels/",
    "https://yaml.org/spec/1.2.2/#103-core-schema",
  ],
  on: images,

  *check({ kind, strings }) {
    if (kind !== "kustomization") return;
    for (const at of strings) {
      // A separate rule covers image tags.
      if (at.path[0] === "images") continue;
      const type = typeof at.value;
      if (type !== "number" && type !== "boolean") continue;
      yield { at, data: { field: at.pathText, text: at.scalar?.text ?? "", type } };
    }
  },

  message: ({ field, text, type }) =>
    `The kustomization sets ${field} to the ${type} ${text}, but it must be a string, so Kustomize rejects the file.`,

  fixClasses: ["safe"],
  *fixes({ data: { text }, at }, edit) {
    // Safe: Kustomize rejects the value as written, and the string has the same text.
    yield { class: "safe", title: `Put ${text} in quotes`, edits: [edit.quote(at)] };
  },
});
