import { namedPullSecretsOf } from "../../kubernetes/pull-secrets.ts";
import { defineRule, resources } from "../../lint/rule.ts";
import { lookUpSecret, nearMissOf } from "../../workspace/secret-lookup.ts";

export default defineRule({
  id: "image-pull-secret-misspelled",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "imagePullSecrets names no Secret of the workspace, but almost one.",
  why: "The kubelet goes on without a Secret that is not there, so the registry refuses the pull.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/#create-a-pod-that-uses-your-secret",
  ],
  asksWorkspace: true,
  on: resources,

  *check(resource, { workspace, uri }) {
    const named = namedPullSecretsOf(resource);
    for (const { at, name } of named) {
      const user = { namespace: resource.namespace, uri };
      if (lookUpSecret(workspace, user, name).kind !== "absent") continue;
      const meant = nearMissOf(workspace, user, name);
      if (!meant || named.some((one) => one.name === meant.secret.name)) continue;
      yield {
        at,
        data: { name, meant: meant.secret.name ?? "" },
        related: [{ at: meant.place, message: "The Secret that is probably meant" }],
      };
    }
  },

  message: ({ name, meant }) =>
    `No Secret of this workspace is called "${name}", so the pull goes without credentials; did you mean "${meant}"?`,

  fixes: [
    {
      // Review: the other Secret may be kept where the workspace does not show it.
      class: "review",
      title: ({ meant }) => `Use "${meant}"`,
      edits: ({ at, data: { meant } }, edit) => [edit.setValue(at, meant)],
    },
  ],
});
