import { isCloudRegistry, needsAuthentication, registryCredentialNote } from "../images/registries.ts";
import type { ImageUse } from "../kubernetes/image-use.ts";
import { pullSecretsOf } from "../kubernetes/pull-secrets.ts";
import { literal, type Workload } from "../kubernetes/resource.ts";
import type { RunContext } from "../lint/run.ts";
import { originOf, privateImages, suggestionFor } from "../rules/shared/private-images.ts";
import { accountOf } from "../workspace/pull-secrets.ts";
import type { CredentialsFact } from "./image-card.ts";

/** What is known about the credentials for an image's registry; `undefined` if the registry does not require any. */
export function credentialsFact(
  use: ImageUse,
  workload: Workload | undefined,
  context: RunContext,
): CredentialsFact | undefined {
  const { registry } = use.parsed;
  const { registries } = context.settings;
  if (!needsAuthentication(registry, registries.private)) return undefined;
  const has = workload && hasCredentials(registry, workload, context);
  const note = registryCredentialNote(registry);
  return {
    kind: "credentials",
    registry,
    has,
    fitting: workload && !has ? fittingSecret(use, workload, context) : undefined,
    notes: [note?.platform, note?.note].filter((text) => text !== undefined),
  };
}

function hasCredentials(
  registry: string,
  workload: Workload,
  { settings, workspace, uri }: RunContext,
): CredentialsFact["has"] {
  const secrets = pullSecretsOf(workload).flatMap((entry) => literal(entry.at("name")) ?? []);
  if (0 < secrets.length) return { from: "pod", secrets };
  const written = literal(workload.pod.at("serviceAccountName") ?? workload.pod.at("serviceAccount"));
  const account = accountOf(workspace, namespaceOf(workload, workspace, uri), written);
  if (account.pullSecrets !== "unknown" && 0 < account.pullSecrets.length)
    return { from: "account", account: account.name, secrets: account.pullSecrets };
  return settings.registries.nodeIdentity === "present" && isCloudRegistry(registry)
    ? { from: "nodes" }
    : undefined;
}

/** The Secret that a fix would add. */
function fittingSecret(
  use: ImageUse,
  workload: Workload,
  { settings, workspace, uri }: RunContext,
): CredentialsFact["fitting"] {
  const image = privateImages(workload, settings, workspace, uri).find((one) => one.use === use);
  const namespace = namespaceOf(workload, workspace, uri);
  const secret = image && suggestionFor(image, settings, workspace, namespace)?.secret;
  return secret && { name: secret.name, why: originOf(secret) };
}

/** If a kustomization sets the namespace, the namespace in the files is ignored. */
function namespaceOf(
  { namespace }: Workload,
  workspace: RunContext["workspace"],
  uri: string,
): string | undefined {
  return workspace.kustomize(uri).namespace ? undefined : namespace;
}
