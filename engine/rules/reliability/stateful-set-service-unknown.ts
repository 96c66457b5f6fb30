import { titleOf } from "../../kubernetes/pods.ts";
import { asWorkload, literal, type Resource } from "../../kubernetes/resource.ts";
import { defineRule, inWorkspace, kinds } from "../../rule/rule.ts";
import type { ResourceFacts } from "../../workspace/facts.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import { servingOf } from "../../workspace/serving.ts";

export default defineRule({
  id: "stateful-set-service-unknown",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-score": ["statefulset-has-servicename"] },
  summary: "A StatefulSet's governing Service is not defined in the workspace, but a similar one is.",
  why: "The API server accepts the StatefulSet, but its pods have no DNS names to find each other by.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id"],
  on: inWorkspace(kinds("apps/StatefulSet")),

  *check(resource, { workspace, uri }) {
    const at = resource.root.at("spec", "serviceName");
    const name = literal(at);
    if (!at || name === undefined) return;
    const namespace = workspace.kustomize(uri).namespace ? undefined : resource.namespace;
    if (workspace.named("/Service", namespace, name).length > 0) return;
    const [similar, ...rest] = workspace
      .similar("/Service", namespace, name)
      .filter(({ headless }) => headless);
    if (rest.length > 0) return;
    const service = similar ?? namesake(resource, name, workspace, uri);
    if (!service) return;
    const { headless } = service;
    const related = [{ at: service.place, message: `Service "${service.name}" is defined here.` }];
    yield { at, data: { title: titleOf(resource), name, instead: service.name!, headless }, related };
  },

  message: ({ title, name, instead, headless }) =>
    headless
      ? `${title} uses Service "${name}", which is not defined in this workspace, so its pods might have no DNS names. Did you mean "${instead}"?`
      : `${title} uses Service "${name}", but this workspace has only "${instead}", which is not headless, so its pods might have no DNS names.`,

  fixClasses: ["review"],
  *fixes({ data: { instead, headless }, at }, edit) {
    if (headless) {
      // Review: serviceName is immutable, so an existing StatefulSet must be recreated.
      yield {
        class: "review",
        title: `Use Service "${instead}" (an existing StatefulSet must be recreated)`,
        edits: [edit.setValue(at, instead)],
      };
    }
  },
});

/** The only Service that selects the pods, if its name differs only by a word such as `service`. */
function namesake(
  resource: Resource,
  name: string,
  workspace: WorkspaceView,
  uri: string,
): ResourceFacts | undefined {
  const workload = asWorkload(resource);
  const serving = workload && servingOf(workload, workspace, uri);
  if (serving?.kind !== "served" || serving.services.length > 1) return undefined;
  const [service] = serving.services;
  return service?.name !== undefined && bare(service.name) === bare(name) ? service : undefined;
}

function bare(name: string): string {
  return name.replace(/^(?:svc|service)-|-(?:svc|service|headless|hs|hl)$/, "");
}
