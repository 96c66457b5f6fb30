import { pullSecretsOf } from "../../kubernetes/pull-secrets.ts";
import { defineRule, resources } from "../../lint/rule.ts";

export default defineRule({
  id: "image-pull-secret-empty",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An entry of imagePullSecrets names no Secret.",
  why: "The kubelet skips it, so the pull fails where its credentials were meant to be.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/#create-a-pod-that-uses-your-secret",
    "https://github.com/kubernetes/kubernetes/issues/99454",
  ],
  on: resources,

  *check(resource) {
    for (const entry of pullSecretsOf(resource)) {
      const name = entry.at("name");
      const isEmpty = name ? name.isNull || name.value === "" : entry.isNull || entry.isMap;
      if (isEmpty) yield { at: name ?? entry, data: { entry, path: entry.pathText } };
    }
  },

  message: ({ path }) => `${path} names no Secret, so the kubelet skips it.`,

  fixes: [
    {
      // Review: the kubelet skips the entry, but a changed pod template replaces running pods.
      class: "review",
      title: () => "Remove the empty entry",
      edits: ({ data: { entry } }, edit) => [edit.remove(entry)],
    },
  ],
});
