import { registryCredentialNote } from "../images/registries.ts";
import type { Value } from "../kubernetes/value.ts";
import { fileNameOf } from "../text/uri.ts";
import type { Place, ResourceFacts } from "../workspace/facts.ts";
import type { WorkspaceView } from "../workspace/index.ts";
import { isPlainString } from "../yaml/scalar.ts";
import { type EditBuilder, type MaybeChange, placeholder } from "./edit.ts";

/** The name of a Secret that nothing has a name for. */
export const defaultSecretName = "registry-credentials";

/** A name for a new Secret that no Secret of the workspace has, as far as that is easily found. */
export function newSecretName(workspace: WorkspaceView, registry: string): string {
  if (workspace.secretsCalled(defaultSecretName).length === 0) return defaultSecretName;
  return `${registry.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-credentials`;
}

/** Names a Secret in `imagePullSecrets` of a pod's spec. */
export function addToPod(pod: Value, name: string, edit: EditBuilder): MaybeChange {
  return edit.append(pod, ["imagePullSecrets"], { name }, { before: ["initContainers", "containers"] });
}

/** Names a Secret in `imagePullSecrets` of a ServiceAccount, which brings it for all pods that name none themselves. */
export function addToAccount({ place }: ResourceFacts, name: string, edit: EditBuilder): MaybeChange {
  return edit.elsewhere(place, (root) => [edit.append(root, ["imagePullSecrets"], { name })]);
}

/** ` in accounts.yaml`, for a title that names a resource of another file; empty for one of the same file. */
export function inFile({ uri }: Place, home: string): string {
  return uri === home ? "" : ` in ${fileNameOf(uri)}`;
}

/** What a Secret for pulls is called, where it is to be, and for which registries it has credentials. */
export interface NewSecret {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly registries: readonly string[];
}

/**
 * A document with a Secret that a person fills, and the command that makes a filled one in the cluster. `undefined`
 * where a name is none that Kubernetes accepts.
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
    "# Keep it out of version control once it is filled, or seal it. This makes a filled one in the cluster:",
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
