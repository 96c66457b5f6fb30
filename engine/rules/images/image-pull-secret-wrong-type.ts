import { payloadKeys } from "../../kubernetes/docker-config.ts";
import { namedPullSecretsOf } from "../../kubernetes/pull-secrets.ts";
import { asWorkload } from "../../kubernetes/resource.ts";
import { originOf, privateImages, suggestionFor } from "../../lint/private-images.ts";
import { inFile } from "../../lint/pull-secret-edit.ts";
import { defineRule, resources } from "../../lint/rule.ts";
import type { SecretResource } from "../../workspace/objects.ts";
import { isForPulls } from "../../workspace/pull-secrets.ts";
import { lookUpSecret } from "../../workspace/secret-lookup.ts";

export default defineRule({
  id: "image-pull-secret-wrong-type",
  category: "images",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "imagePullSecrets names a Secret of a type that the kubelet does not pull with.",
  why: "The kubelet looks at two types only and skips all others without a word, so the pull has no credentials.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets",
    "https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/",
  ],
  asksWorkspace: true,
  on: resources,

  *check(resource, { settings, workspace, uri }) {
    for (const { at, name } of namedPullSecretsOf(resource)) {
      const lookup = lookUpSecret(workspace, { namespace: resource.namespace, uri }, name);
      if (lookup.kind !== "here" || !lookup.certain || lookup.secrets.some(isForPulls)) continue;
      // Whoever fills an empty one later makes it what it is to be.
      if (lookup.secrets.some(({ dataKeys }) => dataKeys?.length === 0)) continue;
      const [secret] = lookup.secrets;
      const workload = asWorkload(resource);
      const fitting = (workload ? privateImages(workload, settings, workspace, uri) : []).flatMap(
        (image) => suggestionFor(image, settings, workspace, resource.namespace)?.secret ?? [],
      )[0];
      yield {
        at,
        data: {
          name,
          type: secret?.secret.type,
          // Two of one name are for two clusters, and which one is wrong nobody can say.
          fixed: lookup.secrets.length === 1 ? typedByPayload(secret) : undefined,
          fitting: fitting?.name === name ? undefined : fitting,
          uri,
        },
        related: lookup.secrets.map(({ place }) => ({ at: place, message: "The Secret" })),
      };
    }
  },

  message: ({ name, type }) =>
    `Secret "${name}" has type ${type}, which the kubelet does not pull with, so its credentials are never used.`,

  fixes: [
    {
      // Review: the API server keeps the type of a Secret that exists, so that one must be deleted first.
      class: "review",
      title: ({ name, fixed, uri }) =>
        fixed ? `Set the type of Secret "${name}"${inFile(fixed.place, uri)} to ${fixed.type}` : "",
      edits: ({ data: { fixed } }, edit) =>
        fixed && [
          edit.elsewhere(fixed.place, (root) => [
            edit.set(root, ["type"], fixed.type, { after: ["kind", "metadata"] }),
          ]),
        ],
    },
    {
      // Review: the pod will use these credentials, and whether they are the right ones the registry decides.
      class: "review",
      title: ({ fitting }) => (fitting ? `Use pull secret "${fitting.name}" (${originOf(fitting)})` : ""),
      edits: ({ at, data: { fitting } }, edit) => fitting && [edit.setValue(at, fitting.name)],
    },
  ],
});

/** The type that a Secret should have by the key of its docker config; undefined where it has none, or a broken one. */
function typedByPayload(resource: SecretResource | undefined) {
  if (resource?.groupKind !== "/Secret" || resource.secret.registries === "invalid") return undefined;
  const type = [...payloadKeys].find(([, key]) => key === resource.secret.payloadKey)?.[0];
  return type === undefined ? undefined : { type, place: resource.place };
}
