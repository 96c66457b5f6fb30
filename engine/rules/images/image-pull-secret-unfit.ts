import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { imageSourceOf } from "../../kubernetes/images.ts";
import { hasPullSecrets, pullSecretNames, pullSecretsOf } from "../../kubernetes/pull-secrets.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { originOf, privateImages, suggestionFor } from "../../lint/private-images.ts";
import { addToAccount, addToPod, inFile, newSecret, newSecretName } from "../../lint/pull-secret-edit.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import type { SecretResource } from "../../workspace/objects.ts";
import { accountOf, covers, isForPulls, type Pulled } from "../../workspace/pull-secrets.ts";
import { lookUpSecret } from "../../workspace/secret-lookup.ts";
import type { Namer } from "../../workspace/together.ts";

export default defineRule({
  id: "image-pull-secret-unfit",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The pull secrets of a pod have no credentials for a registry that asks for them.",
  why: "The kubelet finds none for the image, so the pull is refused and the pod stays in ImagePullBackOff.",
  links: ["https://kubernetes.io/docs/concepts/containers/images/#config-json"],
  asksWorkspace: true,
  on: workloads,

  *check(workload, { settings, workspace, uri }) {
    const images = privateImages(workload, settings, workspace, uri);
    if (images.length === 0) return;
    const { pod } = workload;
    const namespace = workspace.kustomize(uri).namespace ? undefined : workload.namespace;
    const isOwn = hasPullSecrets(workload);
    const written = (pod.at("serviceAccountName") ?? pod.at("serviceAccount"))?.string || undefined;
    if (!isOwn && written !== undefined && isTemplated(written)) return;
    const account = accountOf(workspace, namespace, written);
    const names = isOwn ? pullSecretNames(workload) : account.pullSecrets;
    const secrets = readableSecrets(names, workspace, { namespace: workload.namespace, uri });
    if (!secrets) return;
    const covered = (image: Pulled) => secrets.some(({ secret }) => covers(secret.registries, image));
    const isIdle = !imageSourceOf(workload).images.some(({ parsed }) => covered(parsed));
    const seen = new Set<string>();
    for (const image of images) {
      const { name, parsed } = image.use;
      if (seen.has(parsed.registry) || covered(parsed)) continue;
      const suggestion = suggestionFor(image, settings, workspace, namespace);
      if (!suggestion) continue;
      seen.add(parsed.registry);
      const called = [...new Set(secrets.map(({ secret }) => secret.name ?? ""))];
      const [entry] = isOwn ? pullSecretsOf(workload) : [];
      yield {
        at: image.use.at,
        range: rangeOfFirst(image.use, "registry", "name"),
        data: {
          name,
          registry: parsed.registry,
          called,
          has: registriesText(secrets),
          fitting: called.includes(suggestion.secret?.name ?? "") ? undefined : suggestion.secret,
          pod: isOwn ? pod : undefined,
          // What pulls none of the pod's images may go.
          replaced: called.length === 1 && isIdle ? entry?.at("name") : undefined,
          account: isOwn || account.written.length !== 1 ? undefined : account.written[0],
          uri,
          missing: {
            name: newSecretName(workspace, parsed.registry),
            namespace: workload.namespace,
            registries: [parsed.registry],
          },
        },
        related: secrets.map((one) => ({
          at: one.place,
          message: `Secret "${one.secret.name}" is for ${registriesText([one])}.`,
        })),
      };
    }
  },

  message: ({ name, registry, called, has }) =>
    `Image "${name}" comes from ${registry}, but pull secret ${called.map((one) => `"${one}"`).join(", ")} is for ${has}, so the pull has no credentials.`,

  // Review: the pod will use these credentials, and whether they are the right ones the registry decides. A list of the
  // pod's own would take the place of its account's, so what an account brings is completed there.
  fixes: [
    {
      class: "review",
      title: ({ fitting, called, replaced }) =>
        !fitting
          ? ""
          : `${replaced ? `Use pull secret "${fitting.name}" instead of "${called[0]}"` : `Add pull secret "${fitting.name}"`} (${originOf(fitting)})`,
      edits: ({ data: { fitting, replaced, pod } }, edit) =>
        fitting && pod
          ? [replaced ? edit.setValue(replaced, fitting.name) : addToPod(pod, fitting.name, edit)]
          : undefined,
    },
    {
      class: "review",
      title: ({ fitting, account, uri }) =>
        fitting && account
          ? `Add pull secret "${fitting.name}" to ServiceAccount "${account.name}"${inFile(account.place, uri)} (${originOf(fitting)})`
          : "",
      edits: ({ data: { fitting, account } }, edit) =>
        fitting && account ? [addToAccount(account, fitting.name, edit)] : undefined,
    },
    {
      // Template: nothing shows what the credentials are.
      class: "template",
      title: ({ missing }) => `Add pull secret "${missing.name}" and write it with placeholders`,
      edits: ({ data: { fitting, pod, missing } }, edit) =>
        pod && !fitting ? [addToPod(pod, missing.name, edit), newSecret(missing, edit)] : undefined,
    },
  ],
});

/** The Secrets of these names; undefined where they are none, or what one of them is for cannot be told. */
function readableSecrets(
  names: readonly string[] | "unknown",
  workspace: WorkspaceView,
  user: Namer,
): readonly SecretResource[] | undefined {
  if (names === "unknown" || names.length === 0) return undefined;
  const lookups = names.map((name) => lookUpSecret(workspace, user, name));
  const secrets = lookups.flatMap((found) => (found.kind === "here" && found.certain ? found.secrets : []));
  const isWhole = lookups.every((found) => found.kind === "here" && found.certain);
  return isWhole && secrets.every((one) => isForPulls(one) && Array.isArray(one.secret.registries))
    ? secrets
    : undefined;
}

function registriesText(secrets: readonly Pick<SecretResource, "secret">[]): string {
  const registries = new Set(
    secrets.flatMap(({ secret }) => (secret.registries === "invalid" ? [] : (secret.registries ?? []))),
  );
  const [first, ...more] = [...registries].slice(0, shown);
  if (first === undefined) return "no registry";
  const rest = registries.size - 1 - more.length;
  return `${[first, ...more].join(", ")}${0 < rest ? ` and ${rest} more` : ""}`;
}

/** Registries that a message names. */
const shown = 3;
