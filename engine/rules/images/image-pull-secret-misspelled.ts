import { titleOf } from "../../kubernetes/pods.ts";
import { namedPullSecretsOf } from "../../kubernetes/pull-secrets.ts";
import { defineRule, inWorkspace, resources } from "../../rule/rule.ts";
import { lookUpSecret, nearMissOf } from "../../workspace/secret-lookup.ts";

export default defineRule({
  id: "image-pull-secret-misspelled",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The name of a Secret in imagePullSecrets is misspelled.",
  why: "The kubelet ignores a pull secret that does not exist, so the registry denies the pull.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/#create-a-pod-that-uses-your-secret",
  ],
  on: inWorkspace(resources),

  *check(resource, { workspace, uri }) {
    const namedSecrets = namedPullSecretsOf(resource);
    for (const { at, name } of namedSecrets) {
      const user = { namespace: resource.namespace, uri };
      if (lookUpSecret(workspace, user, name).kind !== "absent") continue;
      const meant = nearMissOf(workspace, user, name);
      if (!meant || namedSecrets.some((entry) => entry.name === meant.secret.name)) continue;
      yield {
        at,
        data: { name, title: titleOf(resource), meant: meant.secret.name ?? "" },
        related: [{ at: meant.place, message: "The Secret with the similar name" }],
      };
    }
  },

  message: ({ name, title, meant }) =>
    `${title} uses pull secret "${name}", which this workspace does not contain (did you mean "${meant}"?), so the pull has no credentials.`,

  fixClasses: ["review"],
  *fixes({ data: { meant }, at }, edit) {
    // Review: a Secret with the written name might exist outside the workspace.
    yield { class: "review", title: `Use pull secret "${meant}"`, edits: [edit.setValue(at, meant)] };
  },
});
