import { isFilledIn } from "../../kubernetes/filled-in.ts";
import { kustomizationProblems, titleOfKustomization } from "../../kubernetes/kustomization.ts";
import { defineRule, kustomizations } from "../../rule/rule.ts";
import { actualType, meaningAs, replacementTitle, requiredType } from "../shared/wrong-type.ts";

export default defineRule({
  id: "kustomization-value-wrong-type",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A field of a kustomization has a value of the wrong type.",
  why: "Kustomize does not convert values: it rejects the whole file for a string where a list is required, or for a number in quotes.",
  links: ["https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/"],
  on: kustomizations,

  *check(kustomization) {
    for (const { at, type } of kustomizationProblems(kustomization).mistyped) {
      const actual = actualType(at);
      const required = requiredType(type);
      if (required === undefined || isFilledIn(at)) continue;
      // A separate rule reports a number or boolean that only needs quotes.
      if (required === "a string" && at.scalar) continue;
      const data = { title: titleOfKustomization(kustomization), field: at.fieldText, actual, required };
      yield { at, data: { ...data, value: meaningAs({ at, type }) } };
    }
  },

  message: ({ title, field, actual, required }) =>
    `${title} sets ${field} to ${actual}, but it must be ${required}, so Kustomize rejects the file.`,

  fixClasses: ["safe"],
  *fixes({ data: { value }, at }, edit) {
    // Safe, both: Kustomize rejects the value as written, and it can have only this meaning.
    if (value !== undefined)
      yield { class: "safe", title: replacementTitle(value), edits: [edit.setValue(at, value)] };
    const { parent, scalar, string: path } = at;
    // Until Kustomize 5, the field was also a list of files.
    if (parent?.path.join(".") !== "patches" || !scalar || scalar !== at.written || !path?.match(file))
      return;
    const { start, end } = scalar;
    const [open, close] = parent.node?.kind === "sequence" && parent.node.flow ? ["{ ", " }"] : ["", ""];
    yield {
      class: "safe",
      title: `Write the patch as path: ${path}`,
      edits: [edit.splice(start, start, `${open}path: `), ...(close ? [edit.splice(end, end, close)] : [])],
    };
  },
});

const file = /^[\w./-]+\.(?:ya?ml|json)$/;
