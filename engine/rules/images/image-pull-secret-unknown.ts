import { newSecret } from "../../edits/pull-secret.ts";
import { namedPullSecretsOf } from "../../kubernetes/pull-secrets.ts";
import { asWorkload } from "../../kubernetes/resource.ts";
import { defineRule, inWorkspace, resources } from "../../rule/rule.ts";
import type { SecretResource } from "../../workspace/objects.ts";
import { isForPulls } from "../../workspace/pull-secrets.ts";
import { lookUpSecret, nearMissOf } from "../../workspace/secret-lookup.ts";
import { isTogether } from "../../workspace/together.ts";
import { type PrivateImage, privateImages } from "../shared/private-images.ts";

/** OpenShift creates these Secrets itself, one for each ServiceAccount. */
const generated = /-dockercfg-[a-z0-9]{5}$/;

export default defineRule({
  id: "image-pull-secret-unknown",
  category: "images",
  severity: "hint",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "imagePullSecrets lists a Secret that the workspace does not contain for this namespace.",
  why: "A pod can use only Secrets in its own namespace, so without a copy there the pull has no credentials.",
  links: ["https://kubernetes.io/docs/concepts/configuration/secret/#details"],
  on: inWorkspace(resources),

  *check(resource, { settings, workspace, uri }) {
    const { namespace } = resource;
    const workload = asWorkload(resource);
    for (const { at, name } of namedPullSecretsOf(resource)) {
      if (generated.test(name)) continue;
      const user = { namespace, uri };
      const lookup = lookUpSecret(workspace, user, name);
      if (lookup.kind === "here") continue;
      const present = workspace
        .secretsIn(namespace)
        .filter((secret) => isTogether(user, secret) && isForPulls(secret));
      const elsewhere = lookup.kind === "elsewhere" ? lookup.secrets.filter(isForPulls) : [];
      // A workspace without pull secrets for this namespace does not manage them.
      if (elsewhere.length === 0 && (present.length === 0 || nearMissOf(workspace, user, name))) continue;
      const needed = workload ? privateImages(workload, settings, workspace, uri) : [];
      yield {
        at,
        data: {
          name,
          namespace,
          from: [...new Set(elsewhere.map((secret) => secret.namespace ?? ""))],
          count: present.length,
          registries: elsewhere.length === 0 ? registriesOf(needed) : registriesAmong(elsewhere),
        },
        related: elsewhere.map(({ place }) => ({ at: place, message: "The Secret in the other namespace" })),
      };
    }
  },

  message: ({ name, namespace, from, count }) => {
    if (0 < from.length)
      return `Pull secret "${name}" is defined in namespace ${from.map((each) => `"${each}"`).join(", ")}, so pods in namespace "${namespace}" cannot use it.`;
    const scope = namespace === undefined ? "" : ` for namespace "${namespace}"`;
    return `This workspace defines ${count === 1 ? "a pull secret" : `${count} pull secrets`}${scope} but not "${name}", so pulls fail unless "${name}" is created elsewhere.`;
  },

  fixClasses: ["template"],
  *fixes({ data: { name, namespace, from, registries } }, edit) {
    if (registries.length !== 0) {
      // Template: credentials are never copied, so the user must enter them.
      yield {
        class: "template",
        title: `Add Secret "${name}" with placeholders${0 < from.length ? ` to namespace "${namespace}"` : ""}`,
        edits: [newSecret({ name, namespace, registries }, edit)],
      };
    }
  },
});

function registriesOf(images: readonly PrivateImage[]): readonly string[] {
  return [...new Set(images.map(({ use }) => use.parsed.registry))];
}

/** The registries of the first Secret whose content is known. */
function registriesAmong(secrets: readonly SecretResource[]): readonly string[] {
  return secrets.map(({ secret }) => secret.registries).find(Array.isArray) ?? [];
}
