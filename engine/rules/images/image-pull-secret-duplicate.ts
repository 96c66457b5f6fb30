import { titleOf } from "../../kubernetes/pods.ts";
import { namedPullSecretsOf } from "../../kubernetes/pull-secrets.ts";
import { asWorkload } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, resources } from "../../rule/rule.ts";

export default defineRule({
  id: "image-pull-secret-duplicate",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "imagePullSecrets lists a Secret more than once.",
  why: "The duplicate has no effect and is often a typo for a different Secret. Server-side apply rejects a pod with duplicates.",
  links: ["https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy"],
  on: resources,

  *check(resource) {
    const title = titleOf(resource);
    // In a ServiceAccount the list is atomic, so duplicates are accepted.
    const rejected = asWorkload(resource) ? resource.kind : undefined;
    const seen = new Map<string, Value>();
    for (const { entry, at, name } of namedPullSecretsOf(resource)) {
      const first = seen.get(name);
      if (!first) seen.set(name, at);
      else
        yield {
          at,
          data: { entry, name, title, rejected },
          related: [{ at: first, message: "The first entry" }],
        };
    }
  },

  message: ({ name, title, rejected }) =>
    `${title} lists pull secret "${name}" more than once, so ${rejected === undefined ? "this entry has no effect" : `server-side apply rejects the ${rejected}`}.`,

  fixClasses: ["review"],
  *fixes({ data: { entry } }, edit) {
    // Review: the pulls stay the same, but changing a pod template replaces running pods.
    yield { class: "review", title: "Remove the duplicate entry", edits: [edit.remove(entry)] };
  },
});
