import type { EditBuilder, MaybeChange } from "../../edits/edit.ts";
import { addIngressPolicy } from "../../edits/policy.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import { defineRule, inWorkspace, kinds } from "../../rule/rule.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import { closesByDefault, hasOtherPolicies, isPolicyTaken } from "../../workspace/network-policies.ts";
import { type Entrance, entrancesOf } from "../../workspace/reached-pods.ts";
import { isOwnNamespace } from "../shared/namespaces.ts";

export default defineRule({
  id: "default-deny-missing",
  category: "networking",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: { kubescape: ["C-0206"] },
  standards: { cis: ["5.3.2"], nsa: ["Network policies"] },
  summary: "A namespace has no NetworkPolicy that denies ingress by default.",
  why: "Pods that no NetworkPolicy selects accept traffic from the whole cluster, and so do pods that are added later.",
  links: [
    "https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-ingress-traffic",
  ],
  on: inWorkspace(kinds("/Namespace")),

  *check(resource, { workspace, settings, uri }) {
    const { name, anchor } = resource;
    if (!isOwnNamespace(name, settings.namespaces) || hasOtherPolicies(workspace)) return;
    if (closesByDefault(workspace, name, "Ingress")) return;
    yield { at: anchor, data: { name, resource, entrances: entrancesOf(name, workspace, uri) } };
  },

  message: ({ name }) =>
    `No NetworkPolicy in this workspace denies ingress to namespace "${name}" by default, so any pod in the cluster can connect to pods without their own policy.`,

  fixClasses: ["review", "template"],
  *fixes({ data: { resource, entrances } }, edit, { workspace }) {
    if (!entrances) return;
    const edits = addPolicies(resource, entrances, workspace, edit);
    if (entrances.length > 0) {
      // Review: ports that no Service, monitor or annotation in the workspace uses can no longer be reached.
      yield {
        class: "review",
        title: `Add NetworkPolicies that deny ingress to namespace "${resource.name}" except to the ports of ${titlesText(entrances)}`,
        edits,
      };
    } else {
      // Template: without a Service in the workspace, only the user knows that nothing connects to the pods.
      const title = `Add a NetworkPolicy that denies all ingress to namespace "${resource.name}"`;
      yield { class: "template", title, edits };
    }
  },
});

function addPolicies(
  resource: Resource,
  entrances: readonly Entrance[],
  workspace: WorkspaceView,
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  const policies = [{ policy: "default-deny", selected: {}, ports: [] }, ...entrances];
  if (policies.some(({ policy }) => isPolicyTaken(workspace, resource.name, policy))) return undefined;
  return policies.map(({ policy, selected, ports }) =>
    addIngressPolicy(resource, policy, selected, ports, edit),
  );
}

function titlesText(entrances: readonly Entrance[]): string {
  const titles = [...new Set(entrances.map(({ title }) => title))];
  return titles.length < 4
    ? titles.join(" and ")
    : `${titles.slice(0, 2).join(", ")} and ${titles.length - 2} more`;
}
