import { defineRule, images } from "../../lint/rule.ts";

export default defineRule({
  id: "kustomization-value-not-string",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A field of a kustomization that must be a string has a number or a boolean.",
  why: "YAML reads 1.10, true and on without quotes as numbers and booleans. Kustomize does not convert them and rejects the whole file.",
  links: [
    "https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/labels/",
    "https://yaml.org/spec/1.2.2/#103-core-schema",
  ],
  on: images,

  *check({ kind, strings }) {
    if (kind !== "kustomization") return;
    for (const at of strings) {
      // Tags of images have a rule of their own.
      if (at.path[0] === "images") continue;
      const type = typeof at.value;
      if (type !== "number" && type !== "boolean") continue;
      yield { at, data: { field: at.pathText, text: at.scalar?.text ?? "", type } };
    }
  },

  message: ({ field, text, type }) =>
    `${field} is the ${type} ${text} but must be a string, so Kustomize rejects the file.`,

  fixes: [
    {
      // Safe: Kustomize could not accept the old text, and the string is what is written.
      class: "safe",
      title: ({ text }) => `Put ${text} in quotes`,
      edits: ({ at }, edit) => [edit.quote(at)],
    },
  ],
});
