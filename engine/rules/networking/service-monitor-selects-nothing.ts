import { matches, readSelector, type Selector } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { literal, type Resource } from "../../kubernetes/resource.ts";
import { selectorText } from "../../kubernetes/selectors.ts";
import type { Value } from "../../kubernetes/value.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, kinds } from "../../lint/rule.ts";
import type { ResourceFacts } from "../../workspace/facts.ts";
import { isTypo } from "../../workspace/typo.ts";

export default defineRule({
  id: "service-monitor-selects-nothing",
  category: "networking",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  presetOptions: { "kube-linter": { nearOnly: false } },
  peers: { "kube-linter": ["dangling-servicemonitor"] },
  summary: "A ServiceMonitor matches no Service, or a port that its Services do not have.",
  why: "Nothing is measured, and an alert on what is not measured never comes.",
  links: ["https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitor"],
  options: {
    nearOnly: flag(
      "Report only where a Service nearby has nearly the labels; others may come from elsewhere.",
      true,
    ),
  },
  asksWorkspace: true,
  on: kinds("monitoring.coreos.com/ServiceMonitor"),

  *check(resource, { options, workspace, uri }) {
    const at = resource.root.at("spec", "selector");
    const selector = at && readSelector(at);
    const namespaces = namespacesOf(resource);
    const role = workspace.kustomize(uri);
    if (!at || !selector?.some(({ operator }) => operator === "In") || !namespaces) return;
    if (role.labels || role.namespace) return;
    const services = namespaces.flatMap((namespace) => workspace.ofKind("/Service", namespace));
    const matched = services.filter(({ labels }) => matches(selector, labels));
    const title = titleOf(resource);
    if (matched.length === 0) {
      const near = services.map((service) => missOf(selector, service)).find((one) => one !== undefined);
      if (!near && options.nearOnly) return;
      const entry = near && at.at("matchLabels", near.key);
      const data = { title, what: selectorText(selector), isPort: false, meant: near?.value };
      yield {
        at: entry ?? at,
        onKey: !entry,
        data,
        related: near ? [{ at: near.service.place, message: "This Service has nearly the labels." }] : [],
      };
      return;
    }
    if (matched.some(({ service }) => !service?.ports)) return;
    const names = new Set(
      matched.flatMap(({ service }) => service?.ports?.flatMap(({ name }) => name ?? []) ?? []),
    );
    for (const endpoint of resource.root.at("spec", "endpoints")?.items() ?? []) {
      const port = endpoint.at("port");
      const name = literal(port);
      if (!port || name === undefined || names.has(name)) continue;
      const fitting = [...names].filter((one) => isTypo(name, one));
      // An operator may make another Service with the same labels.
      if (fitting.length === 0 && options.nearOnly) continue;
      const data = { title, what: name, isPort: true, meant: fitting.length === 1 ? fitting[0] : undefined };
      yield {
        at: port,
        data,
        related: matched.map(({ place }) => ({ at: place, message: "This Service is matched." })),
      };
    }
  },

  message: ({ title, what, isPort, meant }) =>
    isPort
      ? `${title} asks for the port "${what}", which none of its Services has, so nothing is measured.`
      : `${title} matches Services with ${what}, which none ${meant === undefined ? "in this workspace " : "nearby "}has, so nothing is measured.`,

  fixes: [
    {
      // Review: Prometheus begins to ask pods that it did not ask.
      class: "review",
      title: ({ meant }) => `Use "${meant}"`,
      edits: ({ at, onKey, data: { meant } }, edit) =>
        meant === undefined || onKey ? undefined : [edit.setValue(at, meant)],
    },
  ],
});

/** The namespaces that are looked at, `undefined` among them for any; none where one is filled in later. */
function namespacesOf({ namespace, root }: Resource): readonly (string | undefined)[] | undefined {
  const selector = root.at("spec", "namespaceSelector");
  if (selector?.at("any")?.value === true) return [undefined];
  const names = selector
    ?.at("matchNames")
    ?.items()
    .map((one: Value) => literal(one));
  if (!names || names.length === 0) return [namespace];
  return names.includes(undefined) ? undefined : names;
}

/** The one label that keeps a Service from being matched, where its value looks like a slip of the finger. */
function missOf(selector: Selector, service: ResourceFacts) {
  const unmet = selector.filter((one) => !matches([one], service.labels));
  const [only] = unmet;
  const value = only && service.labels.get(only.key);
  if (!only || 1 < unmet.length || value === undefined || only.operator !== "In") return undefined;
  return only.values.some((one) => isTypo(one, value)) ? { key: only.key, value, service } : undefined;
}
