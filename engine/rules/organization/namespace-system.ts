import { asWorkload, type Resource, type Workload } from "../../kubernetes/resource.ts";
import { placeholder } from "../../lint/edit.ts";
import { names } from "../../lint/options.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

/** Nothing that runs belongs into these two: one is for public data, the other for the nodes' heartbeats. */
const withoutPods: readonly string[] = ["kube-public", "kube-node-lease"];

export default defineRule({
  id: "namespace-system",
  category: "organization",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { trivy: ["KSV-0037"] },
  standards: { nsa: ["Namespaces"] },
  summary: "An application goes into a namespace of the cluster itself.",
  why: "Whoever breaks into it stands beside the cluster's own components, and what looks after those may remove it.",
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
    `${kind} "${name}" goes into ${namespace} and looks like no add-on, so a break-in there stands beside the cluster's own components.`,

  fixes: [
    {
      // Review: it moves the application, and what refers to it must be in the same namespace.
      class: "review",
      title: ({ chosen }) => `Move it to the namespace ${chosen}`,
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
  "tier",
  "kubernetes.io/cluster-service",
  "addonmanager.kubernetes.io/mode",
  "eks.amazonaws.com/component",
  "helm.sh/chart",
  "app.kubernetes.io/part-of",
  "app.kubernetes.io/component",
];

/** Components that projects install into kube-system by their own instructions. */
const addOnNames =
  /\b(?:addon|agent|antrea|autoscaler|aws|azure|calico|ccm|cert-manager|cilium|cloud|cluster|cni|controller|coredns|csi|descheduler|dns|driver|etcd|exporter|flannel|gpu|ingress|istio|karpenter|keda|konnectivity|kube|kubelet|local-path|log|longhorn|metallb|metrics|monitor|nfs|node|nvidia|operator|plugin|provider|provisioner|proxy|reloader|replicator|scheduler|sealed-secrets|snapshot|spot|storage|tiller|traefik|vpa|vpc|weave|webhook)/i;

/** Whether anything speaks for a part of the cluster; an application rarely has any of it. */
function mayBeAddOn({ root, template, pod, name }: Workload & Resource): boolean {
  const has = (label: string) =>
    root.at("metadata", "labels", label) !== undefined ||
    template.at("metadata", "labels", label) !== undefined;
  const images = (pod.at("containers")?.items() ?? []).map((container) => container.at("image")?.string);
  return (
    addOnLabels.some(has) ||
    [name, ...images].some((text) => addOnNames.test(text ?? "")) ||
    pod.at("priorityClassName") !== undefined ||
    pod.at("hostNetwork")?.value === true ||
    pod.at("hostPID")?.value === true ||
    // Its own account means rights in the cluster, which is what add-ons are made for.
    pod.at("serviceAccountName") !== undefined ||
    pod.at("serviceAccount") !== undefined ||
    pod.at("nodeName") !== undefined ||
    pod.at("tolerations") !== undefined ||
    (pod.at("volumes")?.items() ?? []).some((volume) => volume.at("hostPath"))
  );
}
