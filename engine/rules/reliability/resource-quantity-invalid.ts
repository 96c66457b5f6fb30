import { parseQuantity } from "../../kubernetes/quantity.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { resourceAmounts } from "../../kubernetes/resources.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

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
  summary: "An amount of CPU, memory or another resource is none that the API knows.",
  why: "The API server refuses it: units are m, k, M, G, T or Ki, Mi, Gi, Ti, with this upper and lower case and without a B.",
  links: ["https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/"],
  on: workloads,

  *check(workload) {
    for (const { subject, side, resource, value } of resourceAmounts(workload)) {
      const text = value.string;
      if (!text || isTemplated(text) || parseQuantity(text) !== undefined) continue;
      // What has no digits is a placeholder of some tool, and what is longer no slip of the finger.
      if (!/\d/.test(text) || 40 < text.length) continue;
      yield { at: value, data: { subject, side, resource, text, instead: readingOf(text) } };
    }
  },

  message: ({ subject, side, resource, text }) =>
    `${subject} ${side === "requests" ? "requests" : "is limited to"} "${text}" of ${resource}, which is no amount, so the API server refuses it.`,

  fixes: [
    {
      // Review: whether 1 MB or 1 MiB was meant, the text does not say.
      class: "review",
      title: ({ instead }) => `Write ${instead}`,
      edits: ({ at, data: { instead } }, edit) =>
        instead === undefined ? undefined : [edit.setValue(at, instead)],
    },
  ],
});

/** The amount that a text probably means, in the API's own units. */
function readingOf(text: string): string | undefined {
  const match = /^(\d{1,20}(?:[.,]\d{1,9})?)\s{0,5}([a-z]{1,4})$/i.exec(text.trim());
  const suffix = match && meant[match[2]!.toLowerCase()];
  return match && suffix !== undefined ? `${match[1]!.replace(",", ".")}${suffix}` : undefined;
}
