import { addToAccount, addToPod, inFile, newSecret, newSecretName } from "../../edits/pull-secret.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { imageSourceOf } from "../../kubernetes/images.ts";
import { hasPullSecrets, pullSecretNames, pullSecretsOf } from "../../kubernetes/pull-secrets.ts";
import type { Workload } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";
import type { ResourceFacts } from "../../workspace/facts.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import type { SecretResource } from "../../workspace/objects.ts";
import {
  accountOfPod,
  covers,
  isForPulls,
  type PodAccount,
  type Pulled,
} from "../../workspace/pull-secrets.ts";
import { lookUpSecret } from "../../workspace/secret-lookup.ts";
import type { Namer } from "../../workspace/together.ts";
import { originOf, privateImages, suggestionFor } from "../shared/private-images.ts";

export default defineRule({
  id: "image-pull-secret-unfit",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The pull secrets of a pod have no credentials for the registry of an image.",
  why: "The registry denies the pull, so the pod stays in ImagePullBackOff.",
  links: ["https://kubernetes.io/docs/concepts/containers/images/#config-json"],
  on: inWorkspace(workloads),

  *check(workload, { settings, workspace, uri }) {
    const images = privateImages(workload, settings, workspace, uri);
    if (images.length === 0) return;
    const namespace = workspace.kustomize(uri).namespace ? undefined : workload.namespace;
    const account = hasPullSecrets(workload) ? undefined : accountOfPod(workload.pod, workspace, namespace);
    const names = hasPullSecrets(workload) ? pullSecretNames(workload) : account?.pullSecrets;
    const secrets = readableSecrets(names, workspace, { namespace: workload.namespace, uri });
    if (!secrets) return;
    const isCovered = (image: Pulled) => secrets.some(({ secret }) => covers(secret.registries, image));
    const secretNames = [...new Set(secrets.map(({ secret }) => secret.name ?? ""))];
    // A Secret that none of the pod's images need can be replaced.
    const isReplaceable =
      secretNames.length === 1 && !imageSourceOf(workload).images.some(({ parsed }) => isCovered(parsed));
    const list = account ? listOfAccount(account) : listOfPod(workload, isReplaceable);
    const seen = new Set<string>();
    for (const image of images.filter(({ use }) => !isCovered(use.parsed))) {
      const { name, parsed } = image.use;
      if (seen.has(parsed.registry)) continue;
      const suggestion = suggestionFor(image, settings, workspace, namespace);
      if (!suggestion) continue;
      seen.add(parsed.registry);
      yield {
        at: image.use.at,
        range: rangeOfFirst(image.use, "registry", "name"),
        data: {
          name,
          registry: parsed.registry,
          secretNames,
          registries: registriesText(secrets),
          fitting: secretNames.includes(suggestion.secret?.name ?? "") ? undefined : suggestion.secret,
          ...list,
          uri,
          missing: {
            name: newSecretName(workspace, parsed.registry),
            namespace: workload.namespace,
            registries: [parsed.registry],
          },
        },
        related: secrets.map((resource) => ({
          at: resource.place,
          message: `Secret "${resource.secret.name}" has ${registriesText([resource])}`,
        })),
      };
    }
  },

  message: ({ name, secretNames, registries }) =>
    `${holders(secretNames)} ${registries}, so image "${name}" is pulled without credentials.`,

  // Review: the pod will use these credentials, and only the registry can tell whether they are valid. A list in the
  // pod would replace the list in its ServiceAccount, so a Secret is added to the existing list.
  fixClasses: ["review", "template"],
  *fixes({ data: { fitting, secretNames, replaced, pod, account, uri, missing } }, edit) {
    if (fitting && pod) {
      const action = replaced
        ? `Use pull secret "${fitting.name}" instead of "${secretNames[0]}"`
        : `Add pull secret "${fitting.name}"`;
      yield {
        class: "review",
        title: `${action} (${originOf(fitting)})`,
        edits: [replaced ? edit.setValue(replaced, fitting.name) : addToPod(pod, fitting.name, edit)],
      };
    }
    if (fitting && account) {
      yield {
        class: "review",
        title: `Add pull secret "${fitting.name}" to ServiceAccount "${account.name}"${inFile(account.place, uri)} (${originOf(fitting)})`,
        edits: [addToAccount(account, fitting.name, edit)],
      };
    }
    if (pod && !fitting) {
      // Template: only the user knows the credentials.
      yield {
        class: "template",
        title: `Add pull secret "${missing.name}" with placeholders`,
        edits: [addToPod(pod, missing.name, edit), newSecret(missing, edit)],
      };
    }
  },
});

/** The list of Secrets that a fix changes: that of the pod, or that of its ServiceAccount. */
interface SecretList {
  readonly pod: Value | undefined;
  /** The name in the pod's list that a different one can replace. */
  readonly replaced: Value | undefined;
  readonly account: ResourceFacts | undefined;
}

function listOfPod(workload: Workload, isReplaceable: boolean): SecretList {
  const [entry] = pullSecretsOf(workload);
  return { pod: workload.pod, replaced: isReplaceable ? entry?.at("name") : undefined, account: undefined };
}

function listOfAccount({ written: [account, ...duplicates] }: PodAccount): SecretList {
  return { pod: undefined, replaced: undefined, account: duplicates.length === 0 ? account : undefined };
}

/** `Pull secret "a" has`, `Pull secrets "a" and "b" have` */
function holders(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  if (quoted.length < 2) return `Pull secret ${quoted.join("")} has`;
  return `Pull secrets ${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)} have`;
}

/**
 * The Secrets with these names; undefined if there are none, or if the registries of one of them cannot be determined.
 */
function readableSecrets(
  names: readonly string[] | "unknown" | undefined,
  workspace: WorkspaceView,
  user: Namer,
): readonly SecretResource[] | undefined {
  if (names === undefined || names === "unknown" || names.length === 0) return undefined;
  const lookups = names.map((name) => lookUpSecret(workspace, user, name));
  const secrets = lookups.flatMap((lookup) =>
    lookup.kind === "here" && lookup.certain ? lookup.secrets : [],
  );
  const isWhole = lookups.every((lookup) => lookup.kind === "here" && lookup.certain);
  return isWhole &&
    secrets.every((resource) => isForPulls(resource) && Array.isArray(resource.secret.registries))
    ? secrets
    : undefined;
}

function registriesText(secrets: readonly Pick<SecretResource, "secret">[]): string {
  const registries = new Set(
    secrets.flatMap(({ secret }) => (secret.registries === "invalid" ? [] : (secret.registries ?? []))),
  );
  const [first, ...more] = [...registries].slice(0, shown);
  if (first === undefined) return "no credentials";
  const rest = registries.size - 1 - more.length;
  return `credentials only for ${[first, ...more].join(", ")}${0 < rest ? ` and ${rest} more` : ""}`;
}

/** The number of registries that a message names. */
const shown = 3;
