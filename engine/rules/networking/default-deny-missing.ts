import type { Resource } from "../../kubernetes/resource.ts";
import type { EditBuilder, MaybeChange } from "../../lint/edit.ts";
import { isOwnNamespace } from "../../lint/namespaces.ts";
import { addIngressPolicy, type OpenPort, targetPorts } from "../../lint/policy-edit.ts";
import { defineRule, kinds } from "../../lint/rule.ts";
import { folderOf } from "../../text/uri.ts";
import type { ResourceFacts } from "../../workspace/facts.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import { hasOtherPolicies, isPolicyTaken } from "../../workspace/network-policies.ts";

/** A Service's pods and the ports of theirs that it sends to. */
interface Served {
  readonly name: string;
  /** The name of the policy that lets in to them. */
  readonly policy: string;
  readonly selected: Readonly<Record<string, string>>;
  readonly ports: readonly OpenPort[];
}

export default defineRule({
  id: "default-deny-missing",
  category: "networking",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: { kubescape: ["C-0206"] },
  standards: { cis: ["5.3.2"], nsa: ["Network policies"] },
  summary: "A namespace has no NetworkPolicy that denies what no other one allows.",
  why: "Every pod that no policy selects, the next one that somebody adds too, is open to the whole cluster.",
  links: [
    "https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-ingress-traffic",
  ],
  asksWorkspace: true,
  on: kinds("/Namespace"),

  *check(resource, { workspace, settings, uri }) {
    const { name, anchor } = resource;
    if (!isOwnNamespace(name, settings.namespaces) || hasOtherPolicies(workspace)) return;
    const policies = workspace.selectorsIn(name).filter(({ owner }) => owner === "NetworkPolicy");
    if (policies.some(({ selector }) => !selector || selector.length === 0)) return;
    const served = servedIn(name, workspace, uri);
    yield { at: anchor, data: { name, resource, served } };
  },

  message: ({ name }) =>
    `No NetworkPolicy of the namespace "${name}" selects all of its pods, so those that none selects are open to the whole cluster.`,

  fixes: [
    {
      // Review: what no Service of the workspace sends to can no longer be reached.
      class: "review",
      title: ({ served = [] }) =>
        `Add NetworkPolicies that let nobody in but to the pods and ports of ${servicesText(served)}`,
      edits: ({ data: { resource, served = [] } }, edit, { workspace }) =>
        served.length === 0 ? undefined : addPolicies(resource, served, workspace, edit),
    },
    {
      // Template: where no Service is here, a person has to know that nobody asks anything of the pods.
      class: "template",
      title: () => "Add a NetworkPolicy that lets nobody in",
      edits: ({ data: { resource, served } }, edit, { workspace }) =>
        served?.length === 0 ? addPolicies(resource, served, workspace, edit) : undefined,
    },
  ],
});

function addPolicies(
  resource: Resource,
  served: readonly Served[],
  workspace: WorkspaceView,
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  const policies = [{ policy: "default-deny", selected: {}, ports: [] }, ...served];
  if (policies.some(({ policy }) => isPolicyTaken(workspace, resource.name, policy))) return undefined;
  return policies.map(({ policy, selected, ports }) =>
    addIngressPolicy(resource, policy, selected, ports, edit),
  );
}

/**
 * What the Services of a namespace send to; `undefined` where that cannot be said of each of them, or where one may be
 * of this namespace or of another one.
 */
function servedIn(namespace: string, workspace: WorkspaceView, uri: string): readonly Served[] | undefined {
  const near = workspace
    .ofKind("/Service", namespace)
    .filter((one) => one.namespace === namespace || folderOf(one.place.uri) === folderOf(uri));
  const served = near.filter(sendsToPods).map((one) => asServed(one, namespace, workspace));
  return served.every((one) => one !== undefined) ? served : undefined;
}

/** A Service without a selector, or with the name of a host elsewhere, has no pods. */
function sendsToPods({ selectors }: ResourceFacts): boolean {
  return selectors.some(({ selector }) => selector?.length !== 0);
}

function asServed(
  { name, namespace, selectors, service }: ResourceFacts,
  home: string,
  workspace: WorkspaceView,
): Served | undefined {
  const selector = selectors[0]?.selector;
  const ports = targetPorts(service?.ports);
  if (name === undefined || namespace !== home || !selector || !ports) return undefined;
  // A policy for pods that are not here would be one more thing that selects nothing.
  if (workspace.selectedBy(selector, home).workloads.length === 0) return undefined;
  const selected = Object.fromEntries(selector.map(({ key, values }) => [key, values[0]!]));
  return { name, policy: `allow-${name}`, selected, ports };
}

function servicesText(served: readonly Served[]): string {
  const [only] = served;
  return served.length === 1 ? `Service "${only!.name}"` : `${served.length} Services`;
}
