import { parseImageReference } from "../../images/reference.ts";
import { asWorkload, type Resource, type Workload } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { placeholder } from "../../lint/edit.ts";
import { names } from "../../lint/options.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

/** Pods do not belong in these two: one is for public data, the other for the nodes' heartbeats. */
const withoutPods: readonly string[] = ["kube-public", "kube-node-lease"];

export default defineRule({
  id: "namespace-system",
  category: "organization",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { trivy: ["KSV-0037"] },
  standards: { nsa: ["Namespaces"] },
  summary: "An application runs in a namespace of the cluster itself.",
  why: "An attacker who compromises it can attack the cluster's own components, and tools that manage these can remove it.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces"],
  options: { allow: names("Names of objects that may stay in a namespace of the cluster.") },
  on: kinds("/Pod", "apps/Deployment", "apps/StatefulSet", "apps/ReplicaSet", "batch/Job", "batch/CronJob"),

  *check(resource, { settings, options }) {
    const { namespace, kind, name } = resource;
    const workload = asWorkload(resource);
    if (!workload || namespace === undefined || options.allow.includes(name ?? "")) return;
    const system = ["kube-system", ...withoutPods, ...settings.namespaces.system];
    if (!system.includes(namespace)) return;
    if (!withoutPods.includes(namespace) && mayBeAddOn(workload)) return;
    const chosen = system.includes(settings.namespaces.default) ? "" : settings.namespaces.default;
    const at = resource.root.at("metadata", "namespace")!;
    yield { at, data: { kind, name: name ?? "", namespace, chosen } };
  },

  message: ({ kind, name, namespace }) =>
    `${kind} "${name}" runs in ${namespace} but does not look like an add-on, so an attacker who compromises it is next to the cluster's own components.`,

  fixes: [
    {
      // Review: it moves the application, and what refers to it must be in the same namespace.
      class: "review",
      title: ({ chosen }) => `Move it to namespace ${chosen}`,
      edits: ({ at, data: { chosen } }, edit) => (chosen !== "" ? [edit.setValue(at, chosen)] : undefined),
    },
    {
      // Template: which namespace it belongs to is a person's decision.
      class: "template",
      title: () => "Move it to another namespace",
      edits: ({ at }, edit) => [edit.setValue(at, placeholder("my-namespace"))],
    },
  ],
});

/** Labels that add-ons carry, whatever their values are. */
const addOnLabels: readonly string[] = [
  "k8s-app",
  "k8s-addon",
  "kubernetes.io/cluster-service",
  "addonmanager.kubernetes.io/mode",
  "eks.amazonaws.com/component",
  "helm.sh/chart",
];

/** Components that projects install into kube-system by their own instructions, as words of a name. */
const addOnNames =
  /(?:^|[-_./])(?:addons?|agents?|antrea|autoscalers?|aws|azure|calico|ccm|cert-manager|cilium|cloud-(?:controller|node|provider)[a-z-]*|cluster|cni|controllers?|coredns|csi|descheduler|dns|drivers?|etcd|exporter|flannel|fluentd?|fluent-bit|gpu|ingress|istio|k8s|karpenter|keda|konnectivity|kube[a-z]*|local-path|longhorn|metallb|metrics|monitor(?:ing)?|nfs|node-(?:exporter|problem-detector|local-dns|termination-handler|[a-z]+)|nvidia|operator|plugins?|prometheus|provider|provisioner|proxy|reloader|replicator|scheduler|sealed-secrets|snapshot(?:ter)?|spot|storage|tiller|traefik|vpa|vpc|weave|webhooks?)(?=[-_./:@\d]|$)/i;

/** Whether anything speaks for a part of the cluster; an application rarely has any of it. */
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
    // An account of its own means permissions in the cluster, which add-ons are made for.
    (account !== undefined && account.value !== "default") ||
    pod.at("nodeName") !== undefined ||
    (pod.at("tolerations")?.items() ?? []).some(isOfSystem) ||
    (pod.at("volumes")?.items() ?? []).some((volume) => volume.at("hostPath"))
  );
}

/** Whether a toleration is for nodes or times that are the cluster's; those for a team's own nodes are not. */
function isOfSystem(toleration: Value): boolean {
  const key = toleration.at("key")?.string;
  return key === undefined || /CriticalAddonsOnly|kubernetes\.io\//.test(key);
}
