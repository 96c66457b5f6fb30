import { matches, readSelector, type Selector } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { selectorText } from "../../kubernetes/selectors.ts";
import type { Value } from "../../kubernetes/value.ts";
import { flag } from "../../rule/options.ts";
import { defineRule, type Hit, inWorkspace, kinds } from "../../rule/rule.ts";
import { quotedList } from "../../text/sentence.ts";
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
  /** The labels or the port in the ServiceMonitor. */
  readonly wanted: string;
  readonly problem: "labels" | "namespace" | "port";
  /** The selected Services, if they lack the port. */
  readonly matched?: readonly ResourceFacts[];
  /** The label value or port name that is probably meant. */
  readonly meant?: string | undefined;
  /** The Service with a similar label: `Service "web" has app=web`. */
  readonly similar?: string;
  /** The Service without the labels, the labels, and the endpoint ports that it does not name. */
  readonly unlabeled?: {
    readonly service: ResourceFacts;
    readonly labels: Readonly<Record<string, string>>;
    readonly ports: readonly { readonly port: Value; readonly meant: string | undefined }[];
  };
  /** The namespaces of the Services that have the labels. */
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
  summary: "A ServiceMonitor selects no Service, or a port that its Services do not have.",
  why: "Prometheus collects no metrics from these Services, and alerts that use the metrics never fire.",
  links: ["https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitor"],
  options: {
    nearOnly: flag(
      "Report only if a Service in the workspace is clearly meant. Other Services might come from a chart or another repository.",
      true,
    ),
  },
  on: inWorkspace(kinds("monitoring.coreos.com/ServiceMonitor")),

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
      const allServices = spec.at("namespaceSelector") ? [] : workspace.ofKind("/Service", undefined);
      const hit = unmatched(title, spec, at, selector, resource.name, services, allServices);
      if (hit.related || !options.nearOnly) yield hit;
      return;
    }
    for (const hit of withoutPort(title, spec, matched)) {
      // An operator might create a Service with the same labels.
      if (hit.data.meant !== undefined || !options.nearOnly) yield hit;
    }
  },

  message: ({ title, spec, wanted, problem, matched, similar, unlabeled, namespaces }) => {
    if (problem === "port")
      return `${title} scrapes port "${wanted}", but ${servicesText(matched ?? [])} no port with that name, so Prometheus collects no metrics from this endpoint.`;
    const fact = `${title} selects Services labeled ${wanted}`;
    if (problem === "namespace")
      return `${fact} in its own namespace, but they are in namespace ${quotedList(namespaces ?? [])}, so Prometheus does not scrape them.`;
    if (similar) return `${fact}, but ${similar}, so Prometheus does not scrape this Service.`;
    if (unlabeled) {
      const labels = Object.keys(unlabeled.labels).length === 1 ? "this label" : "these labels";
      return `${fact}, but Service "${unlabeled.service.name}" does not have ${labels}, so Prometheus does not scrape this Service.`;
    }
    const place = spec.at("namespaceSelector") ? "the selected namespaces" : "its namespace";
    return `${fact}, but this workspace has no such Service in ${place}, so Prometheus collects no metrics.`;
  },

  fixClasses: ["review"],
  *fixes({ data: { problem, meant, wanted, unlabeled, namespaces, spec }, at, onKey }, edit) {
    if (meant !== undefined && !onKey) {
      yield {
        class: "review",
        title: problem === "port" ? `Use port "${meant}"` : `Use label value "${meant}"`,
        edits: [edit.setValue(at, meant)],
      };
    }
    yield {
      class: "review",
      title: `Add ${wanted} to the labels of Service "${unlabeled?.service.name}"${portsText(unlabeled)}`,
      edits: unlabeled && [
        ...unlabeled.ports.map(({ port, meant }) =>
          meant === undefined ? undefined : edit.setValue(port, meant),
        ),
        edit.elsewhere(unlabeled.service.place, (root) =>
          Object.entries(unlabeled.labels)
            .filter(([key]) => root.at("metadata", "labels", key) === undefined)
            .map(([key, value]) => edit.set(root, ["metadata", "labels", key], value)),
        ),
      ],
    };
    yield {
      class: "review",
      title: `Set namespaceSelector to namespace ${quotedList(namespaces ?? [])}`,
      edits: namespaces && [
        edit.set(spec, ["namespaceSelector"], { matchNames: namespaces }, { before: ["selector"] }),
      ],
    };
  },
});

/** `Service "web" has`, or `none of the 3 selected Services has` */
function servicesText(services: readonly ResourceFacts[]): string {
  const [service, ...more] = services;
  if (service && more.length === 0) return `Service "${service.name}" has`;
  return `none of the ${services.length} selected Services has`;
}

/** The port names that the fix changes besides the labels. */
function portsText(unlabeled: Data["unlabeled"]): string {
  const names = [...new Set((unlabeled?.ports ?? []).flatMap(({ meant }) => meant ?? []))];
  return names.length === 0 ? "" : ` and use port ${quotedList(names)}`;
}

/** The endpoints whose ports the selected Services do not have, if the ports of all of them are known. */
function withoutPort(
  title: string,
  spec: Value,
  matched: readonly ResourceFacts[],
): readonly Hit<Data, Value>[] {
  if (matched.some(({ service }) => !service?.ports)) return [];
  const related = matched.map(({ place }) => ({
    at: place,
    message: "The ServiceMonitor selects this Service.",
  }));
  return missingPorts(spec, matched.flatMap(portsOf)).map(({ port, wanted, meant }) => ({
    at: port,
    data: { title, spec, wanted, problem: "port", meant, matched },
    related,
  }));
}

/** Why the selector matches no Service. */
function unmatched(
  title: string,
  spec: Value,
  at: Value,
  selector: Selector,
  name: string | undefined,
  services: readonly ResourceFacts[],
  allServices: readonly ResourceFacts[],
): Hit<Data, Value> {
  const common = { title, spec, wanted: selectorText(selector) };
  const near = meantService(selector, name, services);
  if (near) {
    const entry = near.typo && at.at("matchLabels", near.typo.key);
    const labels = labelsOf(selector);
    const fitting = near.typo
      ? {
          meant: near.typo.value,
          similar: `Service "${near.service.name}" has ${near.typo.key}=${near.typo.value}`,
        }
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
  const elsewhere = allServices.filter(
    ({ namespace, labels }) => namespace !== undefined && matches(selector, labels),
  );
  const namespaces = [...new Set(elsewhere.flatMap(({ namespace }) => namespace ?? []))].sort();
  if (namespaces.length === 0) return { at, onKey: true, data: { ...common, problem: "labels" } };
  return {
    at,
    onKey: true,
    data: { ...common, problem: "namespace", namespaces },
    related: elsewhere.map(({ place }) => ({ at: place, message: "This Service has the labels." })),
  };
}
