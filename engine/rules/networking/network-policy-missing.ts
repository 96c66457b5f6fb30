import { hasOpenNamespace } from "../../edits/companion.ts";
import type { EditBuilder, MaybeChange } from "../../edits/edit.ts";
import {
  addIngressPolicy,
  declaredPorts,
  eachOnce,
  type OpenPort,
  portNumbers,
  portsText,
  targetPorts,
} from "../../edits/policy.ts";
import { lastingLabels, readLabels } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import type { Workload } from "../../kubernetes/resource.ts";
import { flag } from "../../rule/options.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";
import { folderOf } from "../../text/uri.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import { hasOtherPolicies, isPolicyTaken } from "../../workspace/network-policies.ts";
import { annotatedPorts } from "../../workspace/scraping.ts";
import { servicesOf } from "../../workspace/serving.ts";

export default defineRule({
  id: "network-policy-missing",
  category: "networking",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  // A workspace without policies for a namespace might keep them in another repository.
  presetOptions: { strict: { besideOthers: true } },
  peers: {
    "kube-linter": ["non-isolated-pod"],
    "kube-score": ["pod-networkpolicy"],
    polaris: ["missingNetworkPolicy"],
    checkov: ["CKV2_K8S_6"],
    kubescape: ["C-0260", "C-0030", "C-0049", "C-0054"],
  },
  standards: { cis: ["5.3.2"], nsa: ["Network policies"] },
  summary: "No NetworkPolicy selects a workload's pods.",
  why: "Any pod in the cluster can reach any of their ports, so one compromised pod can attack the next.",
  links: [
    "https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation",
  ],
  options: {
    besideOthers: flag("Report only where the workspace has a NetworkPolicy for the namespace.", false),
  },
  on: inWorkspace(workloads),

  *check(workload, { options, workspace, uri }) {
    const { pod, template, anchor } = workload;
    const labels = readLabels(template.at("metadata", "labels"));
    // NetworkPolicies do not apply to pods on the host network.
    if (!labels || pod.at("hostNetwork")?.value === true || hasOpenNamespace(workload)) return;
    const role = workspace.kustomize(uri);
    if (role.labels || role.patch) return;
    const namespace = role.namespace ? undefined : workload.namespace;
    if (hasOtherPolicies(workspace)) return;
    for (const _ of workspace.selecting("NetworkPolicy", labels, namespace)) return;
    if (options.besideOthers && !hasPolicies(workspace, namespace, uri)) return;
    const matchLabels = readLabels(workload.root.at("spec", "selector", "matchLabels"));
    const selected = matchLabels && 0 < matchLabels.size ? matchLabels : lastingLabels(labels);
    const ports = portsOf(workload, workspace);
    yield { at: anchor, data: { title: titleOf(workload), workload, selected, ...ports } };
  },

  message: ({ title, workload: { kind } }) =>
    kind === "Pod"
      ? `No NetworkPolicy in this workspace selects ${title}, so any pod in the cluster can reach any of its ports.`
      : `No NetworkPolicy in this workspace selects the pods of ${title}, so any pod in the cluster can reach any of their ports.`,

  fixClasses: ["review", "template"],
  *fixes({ data }, edit, { workspace }) {
    const {
      workload: { name },
      open,
      served,
    } = data;
    if (0 < data.open.length) {
      // Review: ports that neither a Service in the workspace nor a container declares can no longer be reached.
      yield {
        class: "review",
        title: `Add NetworkPolicy "${name}" that allows ingress only on ${portsText(open)}`,
        edits: addPolicy(data, data.open, workspace, edit),
      };
    }
    if (0 < data.served.length && data.served.length < data.open.length) {
      // Review: ports that no Service in the workspace uses can no longer be reached.
      const unused = open.filter(({ port }) => !served.some((other) => other.port === port));
      yield {
        class: "review",
        title: `Add NetworkPolicy "${name}" that allows ingress only on ${portsText(served)}${unused.length === 0 ? "" : `, not on ${portsText(unused)}, which no Service uses`}`,
        edits: addPolicy(data, data.served, workspace, edit),
      };
    }
    if (data.isComplete && data.open.length === 0) {
      // Template: containers can listen on undeclared ports, so only the user knows that nothing connects to them.
      yield {
        class: "template",
        title: `Add NetworkPolicy "${name}" that denies all ingress`,
        edits: addPolicy(data, [], workspace, edit),
      };
    }
  },
});

/** Whether the workspace has policies for the namespace, or the same folder has policies without a namespace. */
function hasPolicies(workspace: WorkspaceView, namespace: string | undefined, uri: string): boolean {
  return workspace
    .ofKind("networking.k8s.io/NetworkPolicy", namespace)
    .some(
      (policy) =>
        (namespace !== undefined && policy.namespace === namespace) ||
        folderOf(policy.place.uri) === folderOf(uri),
    );
}

interface Open {
  readonly workload: Workload;
  /** Labels of the pods, from the workload's selector if it has one. */
  readonly selected: ReadonlyMap<string, string>;
}

/** The ports of a workload's pods that clients might need. */
function portsOf(workload: Workload, workspace: WorkspaceView) {
  const declared = declaredPorts(workload);
  const names = portNumbers(workload);
  const services = [...servicesOf(workload, workspace)].map(({ service }) => targetPorts(service?.ports));
  const scraped = annotatedPorts(workload);
  const isComplete = declared !== undefined && scraped !== undefined && !services.includes(undefined);
  if (!isComplete) return { isComplete, open: [], served: [] };
  const served = eachOnce(
    services
      .flatMap((ports) => ports ?? [])
      .map(({ port, protocol }) => ({ port: names.get(port) ?? port, protocol })),
  );
  const metrics = scraped.map((port) => ({ port, protocol: "TCP" }));
  return {
    isComplete,
    open: eachOnce([...declared, ...served, ...metrics]),
    served: eachOnce([...served, ...metrics]),
  };
}

/** `undefined` if a policy with this name exists already. */
function addPolicy(
  { workload, selected }: Open,
  ports: readonly OpenPort[],
  workspace: WorkspaceView,
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  const { name, namespace } = workload;
  if (name === undefined || selected.size === 0 || isPolicyTaken(workspace, namespace, name))
    return undefined;
  return [addIngressPolicy(workload, name, Object.fromEntries(selected), ports, edit)];
}
