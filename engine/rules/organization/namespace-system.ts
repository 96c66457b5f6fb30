import { placeholder } from "../../edits/edit.ts";
import { parseImageReference } from "../../images/reference.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { asWorkload, type Resource, type Workload } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { names } from "../../rule/options.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

/** Namespaces without pods, and their purposes. */
const withoutPods: Readonly<Record<string, string>> = {
  "kube-public": "publicly readable data",
  "kube-node-lease": "the heartbeats of nodes",
};

export default defineRule({
  id: "namespace-system",
  category: "organization",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { trivy: ["KSV-0037"] },
  standards: { nsa: ["Namespaces"] },
  summary: "An application runs in a system namespace.",
  why: "The application shares Secrets, service accounts and policies with the components of the cluster, and tools that manage those components can remove it.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces"],
  options: { allow: names("Names of objects that can run in a system namespace.") },
  on: kinds("/Pod", "apps/Deployment", "apps/StatefulSet", "apps/ReplicaSet", "batch/Job", "batch/CronJob"),

  *check(resource, { settings, options }) {
    const { namespace, name } = resource;
    const workload = asWorkload(resource);
    if (!workload || namespace === undefined || options.allow.includes(name ?? "")) return;
    const system = ["kube-system", ...Object.keys(withoutPods), ...settings.namespaces.system];
    if (!system.includes(namespace)) return;
    const purpose = withoutPods[namespace];
    if (purpose === undefined && mayBeAddOn(workload)) return;
    const chosen = system.includes(settings.namespaces.default) ? "" : settings.namespaces.default;
    const at = resource.root.at("metadata", "namespace")!;
    yield { at, data: { title: titleOf(resource), namespace, purpose, chosen } };
  },

  message: ({ title, namespace, purpose }) =>
    purpose === undefined
      ? `${title} runs in ${namespace}, so anyone who can deploy it can also use the Secrets and service accounts of cluster components.`
      : `${title} runs in ${namespace}, which Kubernetes reserves for ${purpose}: move it to another namespace.`,

  fixClasses: ["review", "template"],
  *fixes({ data: { title, chosen }, at }, edit) {
    const caveat = `ConfigMaps, Secrets and Services of ${title} must move too`;
    // Review: it moves the application, and most references work only within a namespace.
    yield {
      class: "review",
      title: `Set namespace to "${chosen}"`,
      caveat,
      edits: chosen !== "" ? [edit.setValue(at, chosen)] : undefined,
    };
    // Template: only the author knows the right namespace.
    yield {
      class: "template",
      title: "Set a different namespace",
      caveat,
      edits: [edit.setValue(at, placeholder("my-namespace"))],
    };
  },
});

/** Labels that mark add-ons, whatever their values are. */
const addOnLabels: readonly string[] = [
  "k8s-app",
  "k8s-addon",
  "kubernetes.io/cluster-service",
  "addonmanager.kubernetes.io/mode",
  "eks.amazonaws.com/component",
  "helm.sh/chart",
];

/** Words in the names of components that are usually installed in kube-system. */
const addOnNames =
  /(?:^|[-_./])(?:addons?|agents?|antrea|autoscalers?|aws|azure|calico|ccm|cert-manager|cilium|cloud-(?:controller|node|provider)[a-z-]*|cluster|cni|controllers?|coredns|csi|descheduler|dns|drivers?|etcd|exporter|flannel|fluentd?|fluent-bit|gpu|ingress|istio|k8s|karpenter|keda|konnectivity|kube[a-z]*|local-path|longhorn|metallb|metrics|monitor(?:ing)?|nfs|node-(?:exporter|problem-detector|local-dns|termination-handler|[a-z]+)|nvidia|operator|plugins?|prometheus|provider|provisioner|proxy|reloader|replicator|scheduler|sealed-secrets|snapshot(?:ter)?|spot|storage|tiller|traefik|vpa|vpc|weave|webhooks?)(?=[-_./:@\d]|$)/i;

/** Whether a workload has any features that are typical of an add-on and rare in applications. */
function mayBeAddOn({ root, template, pod, name }: Workload & Resource): boolean {
  const has = (label: string) =>
    root.at("metadata", "labels", label) !== undefined ||
    template.at("metadata", "labels", label) !== undefined;
  const images = (pod.at("containers")?.items() ?? []).flatMap((container) => {
    const image = parseImageReference(container.at("image")?.string ?? "");
    return image.kind === "image" ? image.repository.replace(/^[^/]*[.:][^/]*\//, "") : [];
  });
  const account = pod.at("serviceAccountName") ?? pod.at("serviceAccount");
  return (
    addOnLabels.some(has) ||
    [name, ...images].some((text) => addOnNames.test(text ?? "")) ||
    pod.at("priorityClassName") !== undefined ||
    pod.at("hostNetwork")?.value === true ||
    pod.at("hostPID")?.value === true ||
    // A dedicated service account suggests permissions in the cluster, which add-ons need.
    (account !== undefined && account.value !== "default") ||
    pod.at("nodeName") !== undefined ||
    (pod.at("tolerations")?.items() ?? []).some(isOfSystem) ||
    (pod.at("volumes")?.items() ?? []).some((volume) => volume.at("hostPath"))
  );
}

/** Whether a toleration is for system taints, not for a team's nodes. */
function isOfSystem(toleration: Value): boolean {
  const key = toleration.at("key")?.string;
  return key === undefined || /CriticalAddonsOnly|kubernetes\.io\//.test(key);
}
