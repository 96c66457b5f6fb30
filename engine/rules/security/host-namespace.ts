import { removeOr } from "../../edits/comment.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { securitySettings } from "../../kubernetes/security-context.ts";
import { names } from "../../rule/options.ts";
import { defineRule, type Peers, workloads } from "../../rule/rule.ts";

const consequences = {
  hostNetwork:
    "the node's network namespace, so an attacker who compromises it can reach services on the node's localhost",
  hostPID:
    "the node's PID namespace, so an attacker who compromises it can inspect and kill any process on the node",
  hostIPC:
    "the node's IPC namespace, so an attacker who compromises it can read the shared memory of other processes on the node",
};

const fields = ["hostNetwork", "hostPID", "hostIPC"] as const;

/** Other tools have a separate check for each field. */
const peers: Readonly<Record<(typeof fields)[number], Peers>> = {
  hostNetwork: {
    "kube-linter": ["host-network"],
    polaris: ["hostNetworkSet"],
    trivy: ["KSV-0009"],
    checkov: ["CKV_K8S_19"],
    kubescape: ["C-0041"],
    "pod-security-standards": ["hostNamespaces"],
  },
  hostPID: {
    "kube-linter": ["host-pid"],
    polaris: ["hostPIDSet"],
    trivy: ["KSV-0010"],
    checkov: ["CKV_K8S_17"],
    kubescape: ["C-0038", "C-0275"],
    "pod-security-standards": ["hostNamespaces"],
  },
  hostIPC: {
    "kube-linter": ["host-ipc"],
    polaris: ["hostIPCSet"],
    trivy: ["KSV-0008"],
    checkov: ["CKV_K8S_18"],
    kubescape: ["C-0038", "C-0276"],
    "pod-security-standards": ["hostNamespaces"],
  },
};

export default defineRule({
  id: "host-namespace",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "pod-security-baseline", "pod-security-restricted", "kube-linter"],
  peers: {
    "kube-linter": ["host-network", "host-pid", "host-ipc"],
    polaris: ["hostNetworkSet", "hostPIDSet", "hostIPCSet"],
    trivy: ["KSV-0008", "KSV-0009", "KSV-0010"],
    checkov: ["CKV_K8S_17", "CKV_K8S_18", "CKV_K8S_19"],
    kubescape: ["C-0038", "C-0041", "C-0275", "C-0276"],
    "pod-security-standards": ["hostNamespaces"],
  },
  standards: { cis: ["5.2.3", "5.2.4", "5.2.5"], nsa: ["Pod security enforcement"] },
  summary: "A pod shares the node's network, PID or IPC namespace.",
  why: "Linux namespaces isolate a pod from the node and from other pods.",
  links: ["https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"],
  options: { fields: names("The fields that are checked.", fields) },
  hardens: "pod",
  neededBy: "nodes",
  on: workloads,

  *check(workload, { options }) {
    const { pod, document } = workload;
    for (const field of fields) {
      if (!options.fields.includes(field)) continue;
      const shared = pod.at(field);
      if (shared?.value !== true) continue;
      const processes = securitySettings(workload, "windowsOptions", "hostProcess");
      const hostProcess = processes.some(({ value }) => value.value === true);
      const data = { title: titleOf(workload), field, pod, document, shared, hostProcess };
      // This DNS policy is only useful with hostNetwork, so its author chose both deliberately.
      const intended = field === "hostNetwork" && pod.at("dnsPolicy")?.string === "ClusterFirstWithHostNet";
      yield { at: shared, data, peers: peers[field], intended };
    }
  },

  message: ({ title, field }) => `${title} shares ${consequences[field]}.`,

  fixClasses: ["review"],
  *fixes({ data: { field, pod, document, shared, hostProcess } }, edit) {
    // The API server rejects Windows HostProcess containers without hostNetwork.
    if (field === "hostNetwork" && hostProcess) return;
    const edits = [removeOr(document, shared, false, edit)];
    const policy = pod.at("dnsPolicy");
    let title = `Remove ${field}`;
    if (field === "hostNetwork" && policy?.string === "ClusterFirstWithHostNet") {
      title = "Remove hostNetwork and reset dnsPolicy to ClusterFirst";
      // Two neighbors in a flow mapping cannot be removed at once, so the policy is set to the default instead.
      const isFlow = pod.node?.kind === "map" && pod.node.flow;
      edits.push(
        isFlow ? edit.setValue(policy, "ClusterFirst") : removeOr(document, policy, "ClusterFirst", edit),
      );
    }
    // Review: node agents often need the namespace.
    yield { class: "review", title, edits };
  },
});
