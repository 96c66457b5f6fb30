import { isCloudRegistry, needsAuthentication, registryMatches } from "../../images/registries.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { imageSourceOf } from "../../kubernetes/images.ts";
import { hasPullSecrets } from "../../kubernetes/pull-secrets.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { placeholder } from "../../lint/edit.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import { hasAccountPullSecrets, type PullSecret, pullSecretFor } from "../../workspace/pull-secrets.ts";

/** Open to everybody on registries that mostly are not. */
const openImage = /^registry\.gitlab\.com\/gitlab-(?:org|com)\//;

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
  ],
  asksWorkspace: true,
  on: workloads,

  *check(workload, { settings, workspace }) {
    const { pod, namespace } = workload;
    const { private: own, pullSecret } = settings.registries;
    if (hasPullSecrets(workload)) return;
    const account = (pod.at("serviceAccountName") ?? pod.at("serviceAccount"))?.string || undefined;
    const seen = new Set<string>();
    for (const use of imageSourceOf(workload).images) {
      const { name, parsed } = use;
      const { registry, repository } = parsed;
      if (seen.has(registry) || !needsAuthentication(registry, own)) continue;
      const isOwn = own.some((pattern) => registryMatches(pattern, registry, repository));
      if (!isOwn && openImage.test(name)) continue;
      if (account !== undefined && isTemplated(account)) return;
      if (hasAccountPullSecrets(workspace, namespace, account) !== false) return;
      const known = pullSecretFor(workspace, namespace, registry);
      if (!isOwn && !known && isCloudRegistry(registry)) continue;
      seen.add(registry);
      const secret: Suggestion | undefined = pullSecret ? { name: pullSecret, from: "settings" } : known;
      yield {
        at: use.at,
        range: rangeOfFirst(use, "registry", "name"),
        data: { name, registry, account, secret, pod },
      };
    }
  },

  message: ({ name, registry, account = "default" }) =>
    `Image "${name}" comes from ${registry}, which asks for credentials, but neither the pod nor its ServiceAccount "${account}" names a pull secret.`,

  fixes: [
    {
      // Review: the pod will use these credentials, and whether they are the right ones the registry decides.
      class: "review",
      title: ({ secret }) => (secret ? `Add pull secret "${secret.name}" (${origins[secret.from]})` : ""),
      edits: ({ data: { pod, secret } }, edit) =>
        secret && [edit.append(pod, ["imagePullSecrets"], { name: secret.name }, place)],
    },
    {
      // Template: nothing shows which Secret holds the credentials.
      class: "template",
      title: () => "Add a pull secret",
      edits: ({ data: { pod, secret } }, edit) =>
        secret
          ? undefined
          : [edit.append(pod, ["imagePullSecrets"], { name: placeholder(byDefault) }, place)],
    },
  ],
});

interface Suggestion {
  readonly name: string;
  readonly from: PullSecret["from"] | "settings";
}

const origins: Readonly<Record<Suggestion["from"], string>> = {
  settings: "from settings",
  secret: "it has this registry",
  neighbours: "as its neighbours do",
};
const place = { before: ["initContainers", "containers"] };
const byDefault = "registry-credentials";
