import { namedPullSecretsOf } from "../../kubernetes/pull-secrets.ts";
import { asWorkload } from "../../kubernetes/resource.ts";
import { privateImages } from "../../lint/private-images.ts";
import { newSecret } from "../../lint/pull-secret-edit.ts";
import { defineRule, resources } from "../../lint/rule.ts";
import { isForPulls } from "../../workspace/pull-secrets.ts";
import { lookUpSecret, nearMissOf } from "../../workspace/secret-lookup.ts";
import { isTogether } from "../../workspace/together.ts";

/** OpenShift makes these Secrets itself, one for each ServiceAccount. */
const generated = /-dockercfg-[a-z0-9]{5}$/;

export default defineRule({
  id: "image-pull-secret-unknown",
  category: "images",
  severity: "hint",
  since: "0.1.0",
  presets: ["recommended"],
  summary:
    "imagePullSecrets names a Secret that this workspace does not keep for the namespace, though it keeps others.",
  why: "A pod sees the Secrets of its own namespace alone, so without a copy there the registry refuses the pull.",
  links: ["https://kubernetes.io/docs/concepts/configuration/secret/#details"],
  asksWorkspace: true,
  on: resources,

  *check(resource, { settings, workspace, uri }) {
    const { namespace } = resource;
    const workload = asWorkload(resource);
    for (const { at, name } of namedPullSecretsOf(resource)) {
      if (generated.test(name)) continue;
      const user = { namespace, uri };
      const lookup = lookUpSecret(workspace, user, name);
      if (lookup.kind === "here") continue;
      const kept = workspace.secretsIn(namespace).filter((one) => isTogether(user, one) && isForPulls(one));
      const others = lookup.kind === "elsewhere" ? lookup.secrets.filter(isForPulls) : [];
      // Who keeps no pull secrets for this namespace here keeps them somewhere else.
      if (others.length === 0 && (kept.length === 0 || nearMissOf(workspace, user, name))) continue;
      const known = others.map(({ secret }) => secret.registries).find(Array.isArray);
      const asked = (workload ? privateImages(workload, settings, workspace, uri) : []).map(
        ({ use }) => use.parsed.registry,
      );
      yield {
        at,
        data: {
          name,
          namespace,
          from: [...new Set(others.map((one) => one.namespace ?? ""))],
          kept: kept.length,
          registries: known ?? (others.length === 0 ? [...new Set(asked)] : []),
        },
        related: others.map(({ place }) => ({ at: place, message: "The Secret of that name" })),
      };
    }
  },

  message: ({ name, namespace, from, kept }) => {
    if (0 < from.length)
      return `Secret "${name}" is in namespace ${from.map((one) => `"${one}"`).join(", ")} and not in "${namespace}", and pods see only the Secrets of their own.`;
    const place = `this workspace keeps${namespace === undefined ? "" : ` for namespace "${namespace}"`}`;
    return `${kept === 1 ? `The one pull secret that ${place} is not` : `None of the ${kept} pull secrets that ${place} is`} called "${name}", so it must come from elsewhere.`;
  },

  fixes: [
    {
      // Template: credentials are never copied, so a person has to put them there.
      class: "template",
      title: ({ name, namespace, from }) =>
        `Write Secret "${name}"${0 < from.length ? ` for namespace "${namespace}", as "${from[0]}" has it` : " with placeholders"}`,
      edits: ({ data: { name, namespace, registries } }, edit) =>
        registries.length === 0 ? undefined : [newSecret({ name, namespace, registries }, edit)],
    },
  ],
});
