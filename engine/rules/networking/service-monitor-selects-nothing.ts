import { matches, readSelector, type Selector } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { selectorText } from "../../kubernetes/selectors.ts";
import type { Value } from "../../kubernetes/value.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, type Hit, kinds } from "../../lint/rule.ts";
import type { ResourceFacts } from "../../workspace/facts.ts";
import {
  labelsOf,
  meantService,
  missingPorts,
  namespacesOf,
  portsOf,
} from "../../workspace/monitored-services.ts";

interface Data {
  readonly title: string;
  readonly spec: Value;
  /** The labels or the port, as the ServiceMonitor has them. */
  readonly asks: string;
  readonly problem: "labels" | "namespace" | "port";
  /** The value that fits: of the label, or the name of the port. */
  readonly meant?: string | undefined;
  /** The Service that lacks the labels, the labels, and the ports that it does not have by that name. */
  readonly unlabeled?: {
    readonly service: ResourceFacts;
    readonly labels: Readonly<Record<string, string>>;
    readonly ports: readonly { readonly port: Value; readonly meant: string | undefined }[];
  };
  /** Where the Services are that have the labels. */
  readonly namespaces?: readonly string[];
}

export default defineRule({
  id: "service-monitor-selects-nothing",
  category: "networking",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  presetOptions: { "kube-linter": { nearOnly: false } },
  peers: { "kube-linter": ["dangling-servicemonitor"] },
  summary: "A ServiceMonitor matches no Service, or a port that its Services do not have.",
  why: "Prometheus scrapes nothing, and alerts on metrics that do not exist never fire.",
  links: ["https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitor"],
  options: {
    nearOnly: flag(
      "Report only where a Service in this workspace is clearly meant; others may come from a chart or another repository.",
      true,
    ),
  },
  asksWorkspace: true,
  on: kinds("monitoring.coreos.com/ServiceMonitor"),

  *check(resource, { options, workspace, uri }) {
    const spec = resource.root.at("spec");
    const at = spec?.at("selector");
    const selector = at && readSelector(at);
    const namespaces = namespacesOf(resource);
    const role = workspace.kustomize(uri);
    if (!spec || !at || !selector?.some(({ operator }) => operator === "In") || !namespaces) return;
    if (role.labels || role.namespace) return;
    const services = namespaces.flatMap((namespace) => workspace.ofKind("/Service", namespace));
    const matched = services.filter(({ labels }) => matches(selector, labels));
    const title = titleOf(resource);
    if (matched.length === 0) {
      const all = spec.at("namespaceSelector") ? [] : workspace.ofKind("/Service", undefined);
      const hit = unmatched(title, spec, at, selector, resource.name, services, all);
      if (hit.related || !options.nearOnly) yield hit;
      return;
    }
    const ports = matched.flatMap(portsOf);
    if (matched.some(({ service }) => !service?.ports)) return;
    for (const { port, asks, meant } of missingPorts(spec, ports)) {
      // An operator may make another Service with the same labels.
      if (meant === undefined && options.nearOnly) continue;
      const data: Data = { title, spec, asks, problem: "port", meant };
      yield {
        at: port,
        data,
        related: matched.map(({ place }) => ({ at: place, message: "This Service is matched." })),
      };
    }
  },

  message: ({ title, asks, problem, meant, unlabeled, namespaces }) => {
    const result = "so Prometheus scrapes nothing";
    if (problem === "port")
      return `${title} scrapes port "${asks}", but its Services have no port with that name, ${result}.`;
    if (problem === "namespace")
      return `${title} selects Services with ${asks} in its own namespace only, but they are in namespace ${namespaces?.join(", ")}, ${result}.`;
    if (unlabeled)
      return `${title} selects Services with ${asks}, but Service "${unlabeled.service.name}" does not have this label itself, ${result}.`;
    return `${title} selects Services with ${asks}, but no Service ${meant === undefined ? "in this workspace" : "nearby"} has this label, ${result}.`;
  },

  fixes: [
    // Review: Prometheus begins to scrape pods that it did not scrape.
    {
      class: "review",
      title: ({ meant }) => `Use "${meant}"`,
      edits: ({ at, onKey, data: { meant } }, edit) =>
        meant === undefined || onKey ? undefined : [edit.setValue(at, meant)],
    },
    {
      class: "review",
      title: ({ unlabeled }) => `Add the label to Service "${unlabeled?.service.name}"`,
      edits: ({ data: { unlabeled } }, edit) =>
        unlabeled && [
          ...unlabeled.ports.map(({ port, meant }) =>
            meant === undefined ? undefined : edit.setValue(port, meant),
          ),
          edit.elsewhere(unlabeled.service.place, (root) =>
            Object.entries(unlabeled.labels)
              .filter(([key]) => root.at("metadata", "labels", key) === undefined)
              .map(([key, value]) => edit.set(root, ["metadata", "labels", key], value)),
          ),
        ],
    },
    {
      class: "review",
      title: ({ namespaces }) => `Select Services in namespace ${namespaces?.join(", ")}`,
      edits: ({ data: { spec, namespaces } }, edit) =>
        namespaces && [
          edit.set(spec, ["namespaceSelector"], { matchNames: namespaces }, { before: ["selector"] }),
        ],
    },
  ],
});

/** What keeps all Services from being matched. */
function unmatched(
  title: string,
  spec: Value,
  at: Value,
  selector: Selector,
  name: string | undefined,
  services: readonly ResourceFacts[],
  all: readonly ResourceFacts[],
): Hit<Data, Value> {
  const common = { title, spec, asks: selectorText(selector) };
  const near = meantService(selector, name, services);
  if (near) {
    const entry = near.typo && at.at("matchLabels", near.typo.key);
    const labels = labelsOf(selector);
    const fitting = near.typo
      ? { meant: near.typo.value }
      : labels && {
          unlabeled: { service: near.service, labels, ports: missingPorts(spec, portsOf(near.service)) },
        };
    return {
      at: entry ?? at,
      onKey: !entry,
      data: { ...common, problem: "labels", ...fitting },
      related: [{ at: near.service.place, message: "This Service is probably meant." }],
    };
  }
  const elsewhere = all.filter((one) => one.namespace !== undefined && matches(selector, one.labels));
  const namespaces = [...new Set(elsewhere.flatMap(({ namespace }) => namespace ?? []))].sort();
  if (namespaces.length === 0) return { at, onKey: true, data: { ...common, problem: "labels" } };
  return {
    at,
    onKey: true,
    data: { ...common, problem: "namespace", namespaces },
    related: elsewhere.map(({ place }) => ({ at: place, message: "This Service has the labels." })),
  };
}
