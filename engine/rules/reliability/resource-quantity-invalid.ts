import { quantitiesOf } from "../../kubernetes/field-problems.ts";
import { isFilledIn } from "../../kubernetes/filled-in.ts";
import { quantityProblem } from "../../kubernetes/quantity-problems.ts";
import { subjectOf } from "../../kubernetes/subject.ts";
import { defineRule, resources } from "../../rule/rule.ts";

/** Common invalid suffixes, and the valid ones that are meant. */
const suffixes: Readonly<Record<string, string>> = {
  b: "",
  k: "k",
  kb: "k",
  kib: "Ki",
  ki: "Ki",
  mb: "M",
  mib: "Mi",
  mi: "Mi",
  g: "G",
  gb: "G",
  gib: "Gi",
  gi: "Gi",
  t: "T",
  tb: "T",
  tib: "Ti",
  ti: "Ti",
};

export default defineRule({
  id: "resource-quantity-invalid",
  category: "reliability",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A resource quantity is invalid.",
  why: "The API server rejects the object. Valid suffixes include m, k, M, G, T, Ki, Mi, Gi and Ti, in exactly this case and without a B. Amounts must not be negative, and devices are counted in whole numbers.",
  links: [
    "https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/",
    "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#extended-resources",
  ],
  on: resources,

  *check(resource) {
    for (const at of quantitiesOf(resource)) {
      if (isFilledIn(at)) continue;
      const problem = quantityProblem(at);
      const text = at.scalar?.text ?? "";
      if (!problem || (problem.kind === "form" && isPlaceholder(text))) continue;
      const data = {
        subject: subjectOf(resource, at),
        field: at.fieldText,
        text,
        problem,
        instead: readingOf(text),
      };
      yield { at, onKey: problem.kind === "name", data };
    }
  },

  message: ({ subject, field, text, problem }) => {
    if (problem.kind === "name")
      return `${subject} sets ${field}, which ${problem.text}, so the API server rejects the object.`;
    const fact =
      problem.kind === "form" ? `"${text}", which ${problem.text}` : `${text}, but the value ${problem.text}`;
    return `${subject} sets ${field} to ${fact}, so the API server rejects the object.`;
  },

  fixClasses: ["review"],
  *fixes({ data: { field, instead, problem }, at }, edit) {
    if (instead !== undefined && problem.kind === "form") {
      // Review: the text does not show whether 1 MB or 1 MiB is meant.
      yield { class: "review", title: `Set ${field} to ${instead}`, edits: [edit.setValue(at, instead)] };
    }
  },
});

/** Words without digits, and long texts, are usually placeholders that a tool replaces. */
function isPlaceholder(text: string): boolean {
  return (text !== "" && !/\d/.test(text) && !/^[a-z]{1,6}$/.test(text)) || 40 < text.length;
}

/** The quantity that a text probably means. */
function readingOf(text: string): string | undefined {
  const match = /^(\d{1,20}(?:[.,]\d{1,9})?)\s{0,5}([a-z]{1,4})$/i.exec(text.trim());
  const suffix = match && suffixes[match[2]!.toLowerCase()];
  return match && suffix !== undefined ? `${match[1]!.replace(",", ".")}${suffix}` : undefined;
}
