import { quantitiesOf } from "../../kubernetes/field-problems.ts";
import { isFilledIn } from "../../kubernetes/filled-in.ts";
import { quantityProblem } from "../../kubernetes/quantity-problems.ts";
import { subjectOf } from "../../kubernetes/subject.ts";
import { defineRule, resources } from "../../lint/rule.ts";

/** What people write for the suffixes of the API. */
const meant: Readonly<Record<string, string>> = {
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
  why: "The API server rejects it. The suffixes are m, k, M, G, T and Ki, Mi, Gi, Ti, in exactly this case and without a B. Amounts must not be negative, and devices and huge pages are counted in whole numbers.",
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
      if (!problem || (problem.kind === "form" && isUnknown(text))) continue;
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

  message: ({ subject, field, text, problem }) =>
    problem.kind === "name"
      ? `${subject} sets ${field}, which ${problem.text}, so the API server rejects it.`
      : `${subject} has ${problem.kind === "form" ? `"${text}"` : text} in ${field}, which ${problem.text}, so the API server rejects it.`,

  fixes: [
    {
      // Review: whether 1 MB or 1 MiB was meant, the text does not say.
      class: "review",
      title: ({ instead }) => `Use ${instead}`,
      edits: ({ at, data: { problem, instead } }, edit) =>
        instead === undefined || problem.kind !== "form" ? undefined : [edit.setValue(at, instead)],
    },
  ],
});

/** Words without digits are mostly placeholders of some tool, and so are long texts. */
function isUnknown(text: string): boolean {
  return (text !== "" && !/\d/.test(text) && !/^[a-z]{1,6}$/.test(text)) || 40 < text.length;
}

/** The amount that a text probably means, in the API's own units. */
function readingOf(text: string): string | undefined {
  const match = /^(\d{1,20}(?:[.,]\d{1,9})?)\s{0,5}([a-z]{1,4})$/i.exec(text.trim());
  const suffix = match && meant[match[2]!.toLowerCase()];
  return match && suffix !== undefined ? `${match[1]!.replace(",", ".")}${suffix}` : undefined;
}
