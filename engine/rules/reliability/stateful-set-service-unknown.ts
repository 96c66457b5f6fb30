import { titleOf } from "../../kubernetes/pods.ts";
import { asWorkload, literal, type Resource } from "../../kubernetes/resource.ts";
import { defineRule, kinds } from "../../lint/rule.ts";
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
  summary: "A StatefulSet's Service is not there, and one of nearly that name is.",
  why: "Nothing fails when it is applied, but the pods do not find each other by their names.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id"],
  asksWorkspace: true,
  on: kinds("apps/StatefulSet"),

  *check(resource, { workspace, uri }) {
    const at = resource.root.at("spec", "serviceName");
    const name = literal(at);
    if (!at || name === undefined) return;
    const namespace = workspace.kustomize(uri).namespace ? undefined : resource.namespace;
    if (workspace.named("/Service", namespace, name).length > 0) return;
    const [meant, ...others] = workspace
      .similar("/Service", namespace, name)
      .filter(({ headless }) => headless);
    if (others.length > 0) return;
    const service = meant ?? namesake(resource, name, workspace, uri);
    if (!service) return;
    const { headless } = service;
    const related = [{ at: service.place, message: "The similar Service stands here." }];
    yield { at, data: { title: titleOf(resource), name, instead: service.name!, headless }, related };
  },

  message: ({ title, name, instead, headless }) =>
    headless
      ? `${title} names its pods by Service "${name}", which this workspace does not have, but it has "${instead}", so the names may not resolve.`
      : `${title} names its pods by Service "${name}", but the only Service of these pods here is "${instead}", which is not headless, so the names may not resolve.`,

  fixes: [
    {
      // Review: the field of a StatefulSet that exists cannot be changed; it must be made anew.
      class: "review",
      title: ({ instead }) => `Use Service "${instead}" (only for a new object)`,
      edits: ({ at, data: { instead, headless } }, edit) =>
        // One with an address gives the pods no names either.
        headless ? [edit.setValue(at, instead)] : undefined,
    },
  ],
});

/** The only Service of the pods, where it has the same name but for the word that says that it is one. */
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
