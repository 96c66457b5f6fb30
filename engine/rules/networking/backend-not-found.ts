import { type Backend, backendsOf, routeKinds } from "../../kubernetes/backends.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, kinds, type Related } from "../../lint/rule.ts";
import type { ServicePort } from "../../workspace/facts.ts";
import { referent } from "../../workspace/near-names.ts";
import { isNested } from "../../workspace/together.ts";
import { isTypo } from "../../workspace/typo.ts";

export default defineRule({
  id: "backend-not-found",
  category: "networking",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  presetOptions: { "kube-linter": { nearOnly: false } },
  peers: {
    "kube-linter": ["dangling-ingress"],
    "kube-score": ["ingress-targets-service"],
    kubescape: ["C-0298", "C-0302"],
  },
  summary: "An Ingress or a route sends traffic to a Service or a port that is not there.",
  why: "Nothing fails when it is applied; who asks gets an error page.",
  links: [
    "https://kubernetes.io/docs/concepts/services-networking/ingress/",
    "https://gateway-api.sigs.k8s.io/reference/spec/#backendref",
  ],
  options: {
    nearOnly: flag(
      "Report a missing Service only where one nearby has nearly the name; others may come from a chart or be in the cluster.",
      true,
    ),
  },
  asksWorkspace: true,
  on: kinds(...routeKinds),

  *check(resource, { options, workspace, uri }) {
    const own = workspace.kustomize(uri).namespace ? undefined : resource.namespace;
    const title = titleOf(resource);
    for (const backend of backendsOf(resource)) {
      const { name, at } = backend;
      const namespace = backend.namespace ?? own;
      const { found, near } = referent(workspace, { groupKind: "/Service", namespace, name, uri });
      if (!found && (0 < near.length || !options.nearOnly)) {
        const related: readonly Related[] = near.map((one) => ({
          at: one.place,
          message: `This is Service "${one.name}".`,
        }));
        const data: Fault = { title, backend, what: "service", meant: near[0]?.name, offered: "" };
        yield { at, data, related };
      }
      const { port } = backend;
      const services = workspace.named("/Service", namespace, name);
      const offered = services.flatMap(({ service }) => service?.ports ?? []);
      // Many have a Service of that name; the one that is meant stands near, and no other one has the port.
      const isKnown =
        services.some(({ place }) => isNested(uri, place.uri)) &&
        services.every(({ service }) => service?.ports);
      if (!port || !isKnown || offered.some((one) => one.number === port.value || one.name === port.value))
        continue;
      const data: Fault = {
        title,
        backend,
        what: "port",
        meant: likely(port.value, offered),
        offered: listed(offered),
      };
      yield {
        at: port.at,
        data,
        related: services.map(({ place }) => ({ at: place, message: "The Service stands here." })),
      };
    }
  },

  message: ({ title, backend: { name, port }, what, meant, offered }) =>
    what === "service"
      ? `${title} sends traffic to Service "${name}", which this workspace does not have${meant === undefined ? "" : ` (it has "${meant}")`}, so it goes nowhere unless the Service comes from elsewhere.`
      : `${title} sends traffic to port ${port?.value} of Service "${name}", which has ${offered}, so it goes nowhere.`,

  fixes: [
    {
      // Review: traffic goes to another Service or port from then on.
      class: "review",
      title: ({ what, meant }) => (what === "port" ? `Use port ${meant}` : `Use Service "${meant}"`),
      edits: ({ at, data: { meant } }, edit) =>
        meant === undefined ? undefined : [edit.setValue(at, meant)],
    },
  ],
});

interface Fault {
  readonly title: string;
  readonly backend: Backend;
  readonly what: "service" | "port";
  readonly meant: string | number | undefined;
  /** The Service's ports as a sentence has them. */
  readonly offered: string;
}

/** The port that was meant: the only one, or the only one that is nearly called so; a number stays a number. */
function likely(asked: string | number, offered: readonly ServicePort[]): string | number | undefined {
  const fitting =
    offered.length === 1 || typeof asked === "number"
      ? offered
      : offered.filter(({ name }) => name !== undefined && isTypo(asked, name));
  const [only] = fitting;
  if (!only || 1 < fitting.length) return undefined;
  return typeof asked === "number" ? only.number : only.name;
}

function listed(ports: readonly ServicePort[]): string {
  const texts = new Set(
    ports.map(({ name, number }) => (name === undefined ? `${number}` : `${number} (${name})`)),
  );
  return texts.size === 0 ? "no ports" : `only ${[...texts].join(", ")}`;
}
