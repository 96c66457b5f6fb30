import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { hasPullSecrets } from "../../kubernetes/pull-secrets.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { placeholder } from "../../lint/edit.ts";
import { originOf, privateImages, suggestionFor } from "../../lint/private-images.ts";
import {
  addToAccount,
  addToPod,
  defaultSecretName,
  inFile,
  newSecret,
  newSecretName,
} from "../../lint/pull-secret-edit.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import type { ResourceFacts } from "../../workspace/facts.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import { accountOf, podsOf, pullSecretElsewhere } from "../../workspace/pull-secrets.ts";

export default defineRule({
  id: "image-pull-secret-missing",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An image comes from a registry that asks for credentials, and the pod has none.",
  why: "The pull is refused, so the pod stays in ImagePullBackOff.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/",
    "https://kubernetes.io/docs/tasks/administer-cluster/kubelet-credential-provider/",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html",
  ],
  asksWorkspace: true,
  on: workloads,

  *check(workload, { settings, workspace, uri }) {
    const { pod } = workload;
    if (hasPullSecrets(workload)) return;
    const written = (pod.at("serviceAccountName") ?? pod.at("serviceAccount"))?.string || undefined;
    const seen = new Set<string>();
    for (const image of privateImages(workload, settings, workspace, uri)) {
      const { name, parsed } = image.use;
      const { registry } = parsed;
      if (seen.has(registry)) continue;
      if (written !== undefined && isTemplated(written)) return;
      // Where a kustomization sets the namespace, what is written in the files says nothing.
      const namespace = workspace.kustomize(uri).namespace ? undefined : workload.namespace;
      const account = accountOf(workspace, namespace, written);
      if (account.pullSecrets === "unknown" || 0 < account.pullSecrets.length) return;
      const suggestion = suggestionFor(image, settings, workspace, namespace);
      if (!suggestion) continue;
      seen.add(registry);
      const [only, ...others] = account.written;
      const secret = suggestion.secret;
      const other =
        secret || namespace === undefined ? undefined : pullSecretElsewhere(workspace, namespace, parsed);
      yield {
        at: image.use.at,
        range: rangeOfFirst(image.use, "registry", "name"),
        data: {
          name,
          registry,
          pod,
          secret,
          accountName: account.name,
          account: others.length === 0 ? only : undefined,
          place: only && inFile(only.place, uri),
          // Under its own name and for its registries, where another namespace has it.
          missing: {
            name: other?.secret.name ?? newSecretName(workspace, registry),
            namespace: workload.namespace,
            registries: Array.isArray(other?.secret.registries) ? other.secret.registries : [registry],
          },
          from: other?.namespace,
        },
      };
    }
  },

  message: ({ name, registry, accountName }) =>
    `Image "${name}" comes from ${registry}, which asks for credentials, but neither the pod nor its ServiceAccount "${accountName}" names a pull secret.`,

  // Review, where the Secret is known: the pod will use these credentials, and whether they are the right ones the
  // registry decides. Template, where it is not: nothing shows which Secret holds the credentials, or what they are.
  fixes: [
    {
      class: "review",
      title: accountTitle,
      edits: ({ data: { secret, account } }, edit, { workspace }) =>
        secret && account && isShared(workspace, account)
          ? [addToAccount(account, secret.name, edit)]
          : undefined,
    },
    {
      class: "review",
      title: ({ secret }) => (secret ? `Add pull secret "${secret.name}" (${originOf(secret)})` : ""),
      edits: ({ data: { pod, secret } }, edit) => secret && [addToPod(pod, secret.name, edit)],
    },
    {
      class: "review",
      title: accountTitle,
      edits: ({ data: { secret, account } }, edit, { workspace }) =>
        secret && account && !isShared(workspace, account)
          ? [addToAccount(account, secret.name, edit)]
          : undefined,
    },
    {
      class: "template",
      title: ({ missing, from }) =>
        `Add pull secret "${missing.name}" and write it for namespace "${missing.namespace}", as "${from}" has it`,
      edits: ({ data: { pod, missing, from } }, edit) =>
        from === undefined ? undefined : [addToPod(pod, missing.name, edit), newSecret(missing, edit)],
    },
    {
      class: "template",
      title: () => "Add a pull secret",
      edits: ({ data: { pod, secret } }, edit) =>
        secret ? undefined : [addToPod(pod, placeholder(defaultSecretName), edit)],
    },
    {
      class: "template",
      title: ({ missing }) => `Add pull secret "${missing.name}" and write it with placeholders`,
      edits: ({ data: { pod, secret, missing, from } }, edit) =>
        secret || from !== undefined
          ? undefined
          : [addToPod(pod, missing.name, edit), newSecret(missing, edit)],
    },
  ],
});

/** From so many pods on, what they have in common belongs to their ServiceAccount. */
const many = 3;

function isShared(workspace: WorkspaceView, { namespace, name }: ResourceFacts): boolean {
  return many <= podsOf(workspace, namespace, name ?? "").length;
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
