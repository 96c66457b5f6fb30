import { registryCredentialNote } from "../images/registries.ts";
import type { Value } from "../kubernetes/value.ts";
import { fileNameOf } from "../text/uri.ts";
import type { Place, ResourceFacts } from "../workspace/facts.ts";
import type { WorkspaceView } from "../workspace/index.ts";
import { isPlainString } from "../yaml/scalar.ts";
import { type EditBuilder, type MaybeChange, placeholder } from "./edit.ts";

/** The default name of a new pull secret. */
export const defaultSecretName = "registry-credentials";

/** A name for a new Secret that no Secret in the workspace has, as far as a simple lookup shows. */
export function newSecretName(workspace: WorkspaceView, registry: string): string {
  if (workspace.secretsCalled(defaultSecretName).length === 0) return defaultSecretName;
  return `${registry.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-credentials`;
}

/** Adds a Secret to `imagePullSecrets` of a pod's spec. */
export function addToPod(pod: Value, name: string, edit: EditBuilder): MaybeChange {
  return edit.append(pod, ["imagePullSecrets"], { name }, { before: ["initContainers", "containers"] });
}

/** Adds a Secret to `imagePullSecrets` of a ServiceAccount, which applies to all of its pods that have no list. */
export function addToAccount({ place }: ResourceFacts, name: string, edit: EditBuilder): MaybeChange {
  return edit.elsewhere(place, (root) => [edit.append(root, ["imagePullSecrets"], { name })]);
}

/** ` in accounts.yaml`, for a title that names a resource in a different file; empty for the same file. */
export function inFile({ uri }: Place, home: string): string {
  return uri === home ? "" : ` in ${fileNameOf(uri)}`;
}

/** The name and namespace of a pull secret, and the registries that it has credentials for. */
export interface NewSecret {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly registries: readonly string[];
}

/**
 * A document with a Secret with placeholders, and the command that creates a complete one in the cluster. `undefined`
 * if a name is invalid in Kubernetes.
 */
export function newSecret({ name, namespace, registries }: NewSecret, edit: EditBuilder): MaybeChange {
  const hosts = registries.filter((registry) => /^[\w.:*/-]+$/.test(registry));
  const [first] = hosts;
  if (first === undefined || ![name, namespace ?? "x"].every(isSafeName)) return undefined;
  const lines = [
    ...commandLines({ name, namespace, registries: hosts }, first),
    "apiVersion: v1",
    "kind: Secret",
    "metadata:",
    `  name: ${name}`,
    ...(namespace === undefined ? [] : [`  namespace: ${namespace}`]),
    "type: kubernetes.io/dockerconfigjson",
    "stringData:",
    "  .dockerconfigjson: |",
    `    ${JSON.stringify({ auths: Object.fromEntries(hosts.map(entryOf)) })}`,
  ];
  return edit.newDocument("Secret", () => lines.join("\n"));
}

function commandLines({ name, namespace }: NewSecret, registry: string): readonly string[] {
  const note = registryCredentialNote(registry);
  const flags = [
    ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
    `--docker-server=${note?.server ?? registry}`,
    `--docker-username=${note?.userName ?? "'<user>'"}`,
    `--docker-password=${passwordCommand(registry)}`,
  ];
  return [
    "# Do not commit this Secret with real credentials. To create it in the cluster instead:",
    `# kubectl create secret docker-registry ${name} ${flags.join(" ")}`,
    ...(note?.note === undefined ? [] : [`# ${note.note}`]),
  ];
}

/** Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html */
function passwordCommand(registry: string): string {
  const region = /\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com/.exec(registry)?.[1];
  return region === undefined ? "'<password>'" : `"$(aws ecr get-login-password --region ${region})"`;
}

function entryOf(
  registry: string,
): readonly [string, { readonly username: string; readonly password: string }] {
  const note = registryCredentialNote(registry);
  const username = note?.userName ?? placeholder("<user>");
  return [note?.server ?? registry, { username, password: placeholder("<password>") }];
}

function isSafeName(name: string): boolean {
  return /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(name) && isPlainString(name);
}
