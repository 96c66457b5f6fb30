import { titleOf } from "../../kubernetes/pods.ts";
import { tokensIn } from "../../kubernetes/provider-tokens.ts";
import { scalarsOf } from "../../kubernetes/scalars.ts";
import { defineRule, resources } from "../../lint/rule.ts";

export default defineRule({
  id: "provider-token",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { kubescape: ["C-0012"], trivy: ["KSV-01010"] },
  confidential: true,
  summary: "A credential of a provider stands in a manifest.",
  why: "Whoever reads the file, or its history, can use it; taking it out is not enough, it has to be revoked.",
  links: [
    "https://docs.github.com/en/code-security/reference/secret-security/supported-secret-scanning-patterns",
    "https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
  ],
  on: resources,

  *check(resource) {
    const { document, root } = resource;
    const { node: whole } = root;
    // The largest of all objects are schemas, which hold no values.
    if (!whole || resource.group === "apiextensions.k8s.io") return;
    // Most objects have none, and one look at their text tells.
    const found = tokensIn(document.text.slice(whole.start, whole.end)).map(({ name, start, end }) => ({
      name,
      start: start + whole.start,
      end: end + whole.start,
    }));
    if (found.length === 0) return;
    for (const at of scalarsOf(root)) {
      const node = at.scalar!;
      const isBlock = node.style === "literal" || node.style === "folded";
      const named = new Set<string>();
      for (const { name, start, end } of found) {
        if (start < node.start || node.end < end || (isBlock && named.has(name))) continue;
        named.add(name);
        const data = { title: titleOf(resource), name };
        // Inside a block of text there is no place for a comment that says why it may stay.
        if (isBlock) yield { at, onKey: true, data };
        else yield { at, range: { start, end }, data };
      }
    }
  },

  // The value is not repeated: messages end up in logs.
  message: ({ title, name }) =>
    `${title} holds what looks like ${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}, so whoever reads this file can use it until it is revoked.`,
});
