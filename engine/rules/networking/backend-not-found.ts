import { type Backend, backendsOf, routeKinds } from "../../kubernetes/backends.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { flag } from "../../rule/options.ts";
import { defineRule, inWorkspace, kinds, type Related } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";
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
  summary: "An Ingress or route refers to a Service or port that does not exist.",
  why: "The API server accepts the object, but requests to this backend fail.",
  links: [
    "https://kubernetes.io/docs/concepts/services-networking/ingress/",
    "https://gateway-api.sigs.k8s.io/reference/spec/#backendref",
  ],
  options: {
    nearOnly: flag(
      "Report a missing Service only if its name looks like a typo. Other Services might come from a chart or exist in the cluster. Missing ports are always reported.",
      true,
    ),
  },
  on: inWorkspace(kinds(...routeKinds)),

  *check(resource, { options, workspace, uri }) {
    const routeNamespace = workspace.kustomize(uri).namespace ? undefined : resource.namespace;
    const title = titleOf(resource);
    for (const backend of backendsOf(resource)) {
      const { name, at } = backend;
      const namespace = backend.namespace ?? routeNamespace;
      const { found, near } = referent(workspace, { groupKind: "/Service", namespace, name, uri });
      if (!found && (0 < near.length || !options.nearOnly)) {
        const related: readonly Related[] = near.map((service) => ({
          at: service.place,
          message: `This Service is named "${service.name}".`,
        }));
        const data: Fault = { title, backend, missing: "service", meant: near[0]?.name, declared: "" };
        yield { at, data, related };
      }
      const { port } = backend;
      const services = workspace.named("/Service", namespace, name);
      const declaredPorts = services.flatMap(({ service }) => service?.ports ?? []);
      // Other projects can have a Service with the same name. One of the Services must be nearby, and none may declare
      // the port.
      const isReadable =
        services.some(({ place }) => isNested(uri, place.uri)) &&
        services.every(({ service }) => service?.ports);
      const isDeclared = declaredPorts.some(
        ({ number, name }) => number === port?.value || name === port?.value,
      );
      if (!port || !isReadable || isDeclared) continue;
      const data: Fault = {
        title,
        backend,
        missing: "port",
        meant: likelyPort(port.value, declaredPorts),
        declared: portList(declaredPorts),
      };
      yield {
        at: port.at,
        data,
        related: services.map(({ place }) => ({ at: place, message: "The Service is defined here." })),
      };
    }
  },

  message: ({ title, backend: { name, port }, missing, meant, declared }) => {
    if (missing === "port")
      return `${title} routes to ${portText(port!.value)} of Service "${name}", which ${declared}, so these requests fail.`;
    const suggestion = meant === undefined ? "" : ` Did you mean "${meant}"?`;
    return `${title} routes to Service "${name}", which is not defined in this workspace, so requests fail unless the Service exists in the cluster.${suggestion}`;
  },

  fixClasses: ["review"],
  *fixes({ data: { missing, meant }, at }, edit) {
    if (meant !== undefined) {
      // Review: traffic is sent to a different Service or port.
      yield {
        class: "review",
        title: missing === "port" ? `Use ${portText(meant ?? "")}` : `Use Service "${meant}"`,
        edits: [edit.setValue(at, meant)],
      };
    }
  },
});

interface Fault {
  readonly title: string;
  readonly backend: Backend;
  readonly missing: "service" | "port";
  readonly meant: string | number | undefined;
  /** The Service's ports in words: `has only port 80 ("http")`. */
  readonly declared: string;
}

/**
 * The port that is probably meant: the only port, or the only one with a similar name. A number is replaced by a
 * number.
 */
function likelyPort(
  port: string | number,
  declaredPorts: readonly ServicePort[],
): string | number | undefined {
  const fitting =
    declaredPorts.length === 1 || typeof port === "number"
      ? declaredPorts
      : declaredPorts.filter(({ name }) => name !== undefined && isTypo(port, name));
  const [only] = fitting;
  if (!only || 1 < fitting.length) return undefined;
  return typeof port === "number" ? only.number : only.name;
}

function portText(port: string | number): string {
  return typeof port === "number" ? `port ${port}` : `port "${port}"`;
}

function portList(ports: readonly ServicePort[]): string {
  const texts = new Set(
    ports.map(({ name, number }) => (name === undefined ? `${number}` : `${number} ("${name}")`)),
  );
  if (texts.size === 0) return "has no ports";
  return `has only ${texts.size === 1 ? "port" : "ports"} ${sentenceList([...texts])}`;
}
