import { containersOf } from "../../kubernetes/containers.ts";
import { matches, readLabels } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import type { Workload } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { companionHead, hasOpenNamespace, scalar } from "../../lint/companion.ts";
import type { EditBuilder } from "../../lint/edit.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import { folderOf } from "../../workspace/topics.ts";

export default defineRule({
  id: "network-policy-missing",
  category: "networking",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  // Where no policy of a namespace is here, they may well be kept elsewhere.
  presetOptions: { strict: { besideOthers: true } },
  peers: {
    "kube-linter": ["non-isolated-pod"],
    "kube-score": ["pod-networkpolicy"],
    polaris: ["missingNetworkPolicy"],
    checkov: ["CKV2_K8S_6"],
    kubescape: ["C-0260", "C-0030", "C-0206", "C-0049", "C-0054"],
  },
  standards: { cis: ["5.3.2"], nsa: ["Network policies"] },
  summary: "No NetworkPolicy selects a workload's pods.",
  why: "Every pod of the cluster reaches every port of theirs, so one break-in is the way to the next.",
  links: [
    "https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation",
  ],
  options: {
    besideOthers: flag("Report only where the workspace has a NetworkPolicy for the namespace.", false),
  },
  asksWorkspace: true,
  on: workloads,

  *check(workload, { options, workspace, uri }) {
    const { pod, template, anchor } = workload;
    const labels = readLabels(template.at("metadata", "labels"));
    // A policy does not hold for the network of the node.
    if (!labels || pod.at("hostNetwork")?.value === true || hasOpenNamespace(workload)) return;
    const role = workspace.kustomize(uri);
    if (role.labels || role.patch) return;
    const namespace = role.namespace ? undefined : workload.namespace;
    if (others.some((groupKind) => 0 < workspace.ofKind(groupKind, undefined).length)) return;
    const policies = workspace.selectorsIn(namespace).filter(({ owner }) => owner === "NetworkPolicy");
    if (policies.some(({ selector }) => !selector || matches(selector, labels))) return;
    if (options.besideOthers && !hasPolicies(workspace, namespace, uri)) return;
    yield { at: anchor, data: { title: titleOf(workload), workload, labels } };
  },

  message: ({ title }) =>
    `No NetworkPolicy selects the pods of ${title}, so every pod of the cluster reaches every port of theirs.`,

  fixes: [
    {
      // Review: ports that the containers do not declare can no longer be reached.
      class: "review",
      title: ({ workload: { name } }) =>
        `Add NetworkPolicy "${name}" that lets in to the declared ports only`,
      edits: ({ data: { workload, labels } }, edit) =>
        0 < portsOf(workload).length ? addPolicy(workload, labels, edit) : undefined,
    },
    {
      // Template: containers may listen without declaring it, so a person has to know that nobody asks them anything.
      class: "template",
      title: ({ workload: { name } }) => `Add NetworkPolicy "${name}" that lets nobody in`,
      edits: ({ data: { workload, labels } }, edit) =>
        portsOf(workload).length === 0 ? addPolicy(workload, labels, edit) : undefined,
    },
  ],
});

/** Policies of network plugins and of the cluster's administrators, some for all namespaces. */
const others: readonly string[] = [
  "cilium.io/CiliumNetworkPolicy",
  "cilium.io/CiliumClusterwideNetworkPolicy",
  "projectcalico.org/NetworkPolicy",
  "projectcalico.org/GlobalNetworkPolicy",
  "crd.projectcalico.org/NetworkPolicy",
  "crd.projectcalico.org/GlobalNetworkPolicy",
  "crd.antrea.io/NetworkPolicy",
  "crd.antrea.io/ClusterNetworkPolicy",
  "policy.networking.k8s.io/AdminNetworkPolicy",
  "policy.networking.k8s.io/BaselineAdminNetworkPolicy",
  "policy.networking.k8s.io/ClusterNetworkPolicy",
];

/** Whether policies of the namespace are kept here: of the very one, or in the folder where none is written. */
function hasPolicies(workspace: WorkspaceView, namespace: string | undefined, uri: string): boolean {
  return workspace
    .ofKind("networking.k8s.io/NetworkPolicy", namespace)
    .some(
      (one) =>
        (namespace !== undefined && one.namespace === namespace) || folderOf(one.place.uri) === folderOf(uri),
    );
}

function addPolicy(workload: Workload, labels: ReadonlyMap<string, string>, edit: EditBuilder) {
  const text = policyFor(workload, labels);
  return text === undefined ? undefined : [edit.newDocument("NetworkPolicy", text)];
}

function portsOf(workload: Workload): readonly Value[] {
  return containersOf(workload).flatMap((container) => container.at("ports")?.items() ?? []);
}

/**
 * A policy for the pods of a workload that lets in whoever asks for a declared port, and nobody where none is declared;
 * `undefined` where the pods have no labels, which would select all of the namespace, or a port is filled in later.
 */
function policyFor(workload: Workload, labels: ReadonlyMap<string, string>): string | undefined {
  const own = readLabels(workload.root.at("spec", "selector", "matchLabels"));
  const selected = own && 0 < own.size ? own : labels;
  const ports = portsOf(workload);
  const numbers = ports.map((port) => port.at("containerPort")?.number);
  if (workload.name === undefined || selected.size === 0 || numbers.includes(undefined)) return undefined;
  const rule = ports.flatMap((port) => [
    `    - port: ${port.at("containerPort")?.number}`,
    `      protocol: ${port.at("protocol")?.string ?? "TCP"}`,
  ]);
  return [
    ...companionHead(workload, "networking.k8s.io/v1", "NetworkPolicy", workload.name),
    "spec:",
    "  podSelector:",
    "    matchLabels:",
    ...[...selected].map(([key, value]) => `      ${scalar(key)}: ${scalar(value)}`),
    "  policyTypes:",
    "  - Ingress",
    ...(rule.length === 0 ? [] : ["  ingress:", "  - ports:", ...rule]),
  ].join("\n");
}
