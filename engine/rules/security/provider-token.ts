import { titleOf } from "../../kubernetes/pods.ts";
import { tokensIn } from "../../kubernetes/provider-tokens.ts";
import { scalarsOf } from "../../kubernetes/scalars.ts";
import { defineRule, resources } from "../../rule/rule.ts";

export default defineRule({
  id: "provider-token",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { kubescape: ["C-0012"], trivy: ["KSV-01010"] },
  confidential: true,
  summary: "A manifest contains a token or key of a well-known provider.",
  why: "Anyone who can read the file or its history can use the credential. Removing it is not enough: it must be revoked.",
  links: [
    "https://docs.github.com/en/code-security/reference/secret-security/supported-secret-scanning-patterns",
    "https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
  ],
  on: resources,

  *check(resource) {
    const { document, root } = resource;
    const { node: whole } = root;
    // CustomResourceDefinitions are the largest objects, and schemas contain no values.
    if (!whole || resource.group === "apiextensions.k8s.io") return;
    // Most objects contain no token, and a search in their text is faster than a walk over their values.
    const tokens = tokensIn(document.text.slice(whole.start, whole.end)).map(({ name, start, end }) => ({
      name,
      start: start + whole.start,
      end: end + whole.start,
    }));
    if (tokens.length === 0) return;
    for (const at of scalarsOf(root)) {
      const node = at.scalar!;
      const isBlock = node.style === "literal" || node.style === "folded";
      const inside = tokens.filter(({ start, end }) => node.start <= start && end <= node.end);
      const dataOf = (name: string) => ({ title: titleOf(resource), name });
      // A comment that suppresses the finding cannot be inside a block scalar, so the key is reported.
      if (isBlock)
        for (const name of new Set(inside.map((token) => token.name)))
          yield { at, onKey: true, data: dataOf(name) };
      else for (const { name, start, end } of inside) yield { at, range: { start, end }, data: dataOf(name) };
    }
  },

  // The message does not repeat the value, because messages end up in logs.
  message: ({ title, name }) => {
    const article = /^[AEIOU]|^npm/.test(name) ? "an" : "a";
    // A private key can only be replaced. Providers revoke everything else.
    const end = name === "private key" ? "replaced" : "revoked";
    return `${title} contains what looks like ${article} ${name}, so anyone who can read this file can use the ${name.split(" ").at(-1)} until it is ${end}.`;
  },
});
