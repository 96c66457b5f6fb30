import { kustomizationProblems, titleOfKustomization } from "../../kubernetes/kustomization.ts";
import { defineRule, kustomizations } from "../../rule/rule.ts";

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
  on: kustomizations,

  *check(kustomization) {
    for (const { at, type: required } of kustomizationProblems(kustomization).mistyped) {
      const type = typeof at.value;
      if (required.of !== "string" || (type !== "number" && type !== "boolean")) continue;
      // A separate rule covers image tags.
      if (/^images\.\d+\.(?:newTag|tagSuffix)$/.test(at.path.join("."))) continue;
      const title = titleOfKustomization(kustomization);
      yield { at, data: { title, field: at.pathText, text: at.scalar?.text ?? "", type } };
    }
  },

  message: ({ title, field, text, type }) =>
    `${title} sets ${field} to the ${type} ${text}, but it must be a string, so Kustomize rejects the file.`,

  fixClasses: ["safe"],
  *fixes({ data: { text }, at }, edit) {
    // Safe: Kustomize rejects the value as written, and the string has the same text.
    yield { class: "safe", title: `Put ${text} in quotes`, edits: [edit.quote(at)] };
  },
});
