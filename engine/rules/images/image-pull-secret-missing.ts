import { placeholder } from "../../edits/edit.ts";
import {
  addToAccount,
  addToPod,
  defaultSecretName,
  inFile,
  type NewSecret,
  newSecret,
  newSecretName,
} from "../../edits/pull-secret.ts";
import { isCloudRegistry } from "../../images/registries.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { hasPullSecrets } from "../../kubernetes/pull-secrets.ts";
import type { Workload } from "../../kubernetes/resource.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";
import type { Settings } from "../../settings/settings.ts";
import type { ResourceFacts } from "../../workspace/facts.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import type { SecretResource } from "../../workspace/objects.ts";
import { accountOfPod, podsOf, pullSecretElsewhere } from "../../workspace/pull-secrets.ts";
import { originOf, type PrivateImage, privateImages, suggestionFor } from "../shared/private-images.ts";

export default defineRule({
  id: "image-pull-secret-missing",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An image comes from a private registry, but the pod has no pull secret.",
  why: "The registry denies the pull, so the pod stays in ImagePullBackOff.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/",
    "https://kubernetes.io/docs/tasks/administer-cluster/kubelet-credential-provider/",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html",
  ],
  on: inWorkspace(workloads),

  *check(workload, { settings, workspace, uri }) {
    if (hasPullSecrets(workload)) return;
    const images = privateImages(workload, settings, workspace, uri);
    if (images.length === 0) return;
    const { pod } = workload;
    // If a kustomization sets the namespace, the namespace in the file does not apply.
    const namespace = workspace.kustomize(uri).namespace ? undefined : workload.namespace;
    const accounts = accountOfPod(pod, workspace, namespace);
    if (!accounts || accounts.pullSecrets === "unknown" || 0 < accounts.pullSecrets.length) return;
    const [account, ...duplicates] = accounts.written;
    const seen = new Set<string>();
    for (const image of images) {
      const { name, parsed } = image.use;
      const { registry } = parsed;
      if (seen.has(registry)) continue;
      const suggestion = suggestionFor(image, settings, workspace, namespace);
      if (!suggestion) continue;
      seen.add(registry);
      const { secret } = suggestion;
      const model = secret ? undefined : pullSecretElsewhere(workspace, namespace, parsed);
      yield {
        at: image.use.at,
        range: rangeOfFirst(image.use, "registry", "name"),
        data: {
          name,
          registry,
          pod,
          secret,
          title: titleOf(workload),
          condition: conditionOf(image, settings),
          accountName: accounts.name,
          account: duplicates.length === 0 ? account : undefined,
          place: account && inFile(account.place, uri),
          missing: secretToAdd(workload, registry, model, workspace),
          from: model?.namespace,
        },
      };
    }
  },

  message: ({ name, title, accountName, condition }) =>
    `Image "${name}" needs a pull secret${condition}, but neither ${title} nor ServiceAccount "${accountName}" has one, so the pull fails.`,

  // Review if the workspace has a matching Secret: the pod will use its credentials, and only the registry can tell
  // whether they are valid. Template otherwise: only the user knows the Secret or its credentials.
  fixClasses: ["review", "template"],
  *fixes({ data }, edit, { workspace }) {
    const { secret, account, pod, missing, from } = data;
    if (secret && account && isShared(workspace, account)) {
      yield { class: "review", title: accountTitle(data), edits: [addToAccount(account, secret.name, edit)] };
    }
    yield {
      class: "review",
      title: secret ? `Add pull secret "${secret.name}" (${originOf(secret)})` : "",
      edits: secret && [addToPod(pod, secret.name, edit)],
    };
    if (secret && account && !isShared(workspace, account)) {
      yield { class: "review", title: accountTitle(data), edits: [addToAccount(account, secret.name, edit)] };
    }
    if (from !== undefined) {
      yield {
        class: "template",
        title: `Add pull secret "${missing.name}" with placeholders, modeled on the one in namespace "${from}"`,
        edits: [addToPod(pod, missing.name, edit), newSecret(missing, edit)],
      };
    }
    if (!secret) {
      yield {
        class: "template",
        title: "Add imagePullSecrets (you fill in the name of the Secret)",
        edits: [addToPod(pod, placeholder(defaultSecretName), edit)],
      };
    }
    if (!secret && from === undefined) {
      yield {
        class: "template",
        title: `Add pull secret "${missing.name}" with placeholders`,
        edits: [addToPod(pod, missing.name, edit), newSecret(missing, edit)],
      };
    }
  },
});

/** A Secret for a registry, with the name and registries of one in a different namespace, if there is one. */
function secretToAdd(
  { namespace }: Workload,
  registry: string,
  model: SecretResource | undefined,
  workspace: WorkspaceView,
): NewSecret {
  return {
    name: model?.secret.name ?? newSecretName(workspace, registry),
    namespace,
    registries: Array.isArray(model?.secret.registries) ? model.secret.registries : [registry],
  };
}

/** From this number of pods on, a shared pull secret belongs in their ServiceAccount. */
const many = 3;

function isShared(workspace: WorkspaceView, { namespace, name }: ResourceFacts): boolean {
  return many <= podsOf(workspace, namespace, name ?? "").length;
}

/** The condition under which no pull secret is needed, as a part of the message. */
function conditionOf({ listed, use }: PrivateImage, { registries }: Settings): string {
  if (!isCloudRegistry(use.parsed.registry)) return listed ? "" : " unless it is public";
  return registries.nodeIdentity === "absent" ? "" : " unless the nodes have credentials";
}

interface AccountFix {
  readonly secret: (Parameters<typeof originOf>[0] & { readonly name: string }) | undefined;
  readonly accountName: string;
  readonly place: string | undefined;
}

function accountTitle({ secret, accountName, place }: AccountFix): string {
  return secret
    ? `Add pull secret "${secret.name}" to ServiceAccount "${accountName}"${place ?? ""} (${originOf(secret)})`
    : "";
}
