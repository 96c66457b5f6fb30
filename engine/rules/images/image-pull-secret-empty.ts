import { titleOf } from "../../kubernetes/pods.ts";
import { pullSecretsOf } from "../../kubernetes/pull-secrets.ts";
import { defineRule, resources } from "../../rule/rule.ts";

export default defineRule({
  id: "image-pull-secret-empty",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An entry of imagePullSecrets has no name.",
  why: "The kubelet skips the entry, so a pull that needs its credentials fails.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/#create-a-pod-that-uses-your-secret",
    "https://github.com/kubernetes/kubernetes/issues/99454",
  ],
  on: resources,

  *check(resource) {
    for (const entry of pullSecretsOf(resource)) {
      const name = entry.at("name");
      const isEmpty = name ? name.isNull || name.value === "" : entry.isNull || entry.isMap;
      if (isEmpty) yield { at: name ?? entry, data: { entry, title: titleOf(resource) } };
    }
  },

  message: ({ title }) =>
    `${title} has an entry without a name in imagePullSecrets, so the kubelet ignores it.`,

  fixClasses: ["review"],
  *fixes({ data: { entry } }, edit) {
    // Review: the kubelet ignores the entry, but changing a pod template replaces running pods.
    yield { class: "review", title: "Remove the entry without a name", edits: [edit.remove(entry)] };
  },
});
