import { inFile } from "../../edits/pull-secret.ts";
import { payloadKeys } from "../../kubernetes/docker-config.ts";
import { namedPullSecretsOf } from "../../kubernetes/pull-secrets.ts";
import { asWorkload } from "../../kubernetes/resource.ts";
import { defineRule, inWorkspace, resources } from "../../rule/rule.ts";
import type { SecretResource } from "../../workspace/objects.ts";
import { isForPulls } from "../../workspace/pull-secrets.ts";
import { lookUpSecret } from "../../workspace/secret-lookup.ts";
import { originOf, privateImages, suggestionFor } from "../shared/private-images.ts";

export default defineRule({
  id: "image-pull-secret-wrong-type",
  category: "images",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "imagePullSecrets lists a Secret of a type that the kubelet does not use for pulls.",
  why: "The kubelet uses only two types and silently ignores all others, so the pull has no credentials.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets",
    "https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/",
  ],
  on: inWorkspace(resources),

  *check(resource, { settings, workspace, uri }) {
    for (const { at, name } of namedPullSecretsOf(resource)) {
      const lookup = lookUpSecret(workspace, { namespace: resource.namespace, uri }, name);
      if (lookup.kind !== "here" || !lookup.certain || lookup.secrets.some(isForPulls)) continue;
      // An empty Secret gets its data and its type later.
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
          // Two Secrets with the same name are for two clusters, and either might be the one in use.
          correction: lookup.secrets.length === 1 ? typedByPayload(secret) : undefined,
          fitting: fitting?.name === name ? undefined : fitting,
          uri,
        },
        related: lookup.secrets.map(({ place }) => ({ at: place, message: "The Secret" })),
      };
    }
  },

  message: ({ name, type }) =>
    `Secret "${name}" has type ${type ?? "Opaque"}, which the kubelet does not use for pulls, so images are pulled without its credentials.`,

  fixClasses: ["review"],
  *fixes({ data: { name, correction, uri, fitting }, at }, edit) {
    // Review: the type of a Secret is immutable, so an existing Secret must be deleted first.
    yield {
      class: "review",
      title: correction
        ? `Set the type of Secret "${name}"${inFile(correction.place, uri)} to ${correction.type} (delete the existing Secret first)`
        : "",
      edits: correction && [
        edit.elsewhere(correction.place, (root) => [
          edit.set(root, ["type"], correction.type, { after: ["kind", "metadata"] }),
        ]),
      ],
    };
    // Review: the pod will use these credentials, and only the registry can tell whether they are valid.
    yield {
      class: "review",
      title: fitting ? `Use pull secret "${fitting.name}" (${originOf(fitting)})` : "",
      edits: fitting && [edit.setValue(at, fitting.name)],
    };
  },
});

/** The type that matches the key of a Secret's Docker configuration; undefined if there is no valid configuration. */
function typedByPayload(resource: SecretResource | undefined) {
  if (resource?.groupKind !== "/Secret" || resource.secret.registries === "invalid") return undefined;
  const type = [...payloadKeys].find(([, key]) => key === resource.secret.payloadKey)?.[0];
  return type === undefined ? undefined : { type, place: resource.place };
}
