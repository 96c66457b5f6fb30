import { namedPullSecretsOf } from "../../kubernetes/pull-secrets.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, resources } from "../../lint/rule.ts";

export default defineRule({
  id: "image-pull-secret-duplicate",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "imagePullSecrets names a Secret twice.",
  why: "The second entry adds nothing, often stands for another Secret that is missing, and server-side apply refuses a pod with it.",
  links: ["https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy"],
  on: resources,

  *check(resource) {
    const seen = new Map<string, Value>();
    for (const { entry, at, name } of namedPullSecretsOf(resource)) {
      const first = seen.get(name);
      if (!first) seen.set(name, at);
      else yield { at, data: { entry, name }, related: [{ at: first, message: "The first entry" }] };
    }
  },

  message: ({ name }) =>
    `imagePullSecrets names "${name}" twice, so the second entry adds nothing and server-side apply may refuse it.`,

  fixes: [
    {
      // Review: the kubelet tries the same credentials only once more, but a changed pod template replaces running pods.
      class: "review",
      title: () => "Remove the second entry",
      edits: ({ data: { entry } }, edit) => [edit.remove(entry)],
    },
  ],
});
