import { titleOf } from "../../kubernetes/pods.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import { flag } from "../../rule/options.ts";
import { defineRule, inWorkspace, kinds } from "../../rule/rule.ts";
import type { WorkspaceView } from "../../workspace/index.ts";

export default defineRule({
  id: "service-selector-missing",
  category: "networking",
  severity: "information",
  since: "0.1.0",
  presets: ["kube-linter"],
  presetOptions: { "kube-linter": { every: true } },
  peers: { "kube-linter": ["dangling-service"] },
  summary: "A Service has no selector.",
  why: "Kubernetes creates no endpoints for it, so connections fail unless a person or a controller creates them.",
  links: ["https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors"],
  options: { every: flag("Also report Services whose endpoints the workspace defines.", false) },
  on: inWorkspace(kinds("/Service")),

  *check(service, { options, workspace }) {
    const spec = service.root.at("spec");
    if (spec?.at("type")?.string === "ExternalName") return;
    if ((spec?.at("selector")?.entries() ?? []).length > 0) return;
    if (!options.every && hasEndpoints(service, workspace)) return;
    yield { at: service.anchor, data: { title: titleOf(service) } };
  },

  message: ({ title }) =>
    `${title} has no selector, so connections to it fail unless something else creates its endpoints.`,
});

/** Whether the workspace defines its endpoints, for example the addresses of a database outside the cluster. */
function hasEndpoints({ name, namespace }: Resource, workspace: WorkspaceView): boolean {
  if (name === undefined) return false;
  return (
    workspace.named("/Endpoints", namespace, name).length > 0 ||
    workspace
      .ofKind("discovery.k8s.io/EndpointSlice", namespace)
      .some(({ labels }) => labels.get("kubernetes.io/service-name") === name)
  );
}
