import { containersOf } from "../kubernetes/containers.ts";
import type { Resource, Workload } from "../kubernetes/resource.ts";
import type { Value } from "../kubernetes/value.ts";
import { sentenceList } from "../text/sentence.ts";
import type { ServicePort } from "../workspace/facts.ts";
import type { PlainValue } from "../yaml/edit/change.ts";
import { addCompanion } from "./companion.ts";
import type { EditBuilder, MaybeChange } from "./edit.ts";

/** A port of pods to which a policy allows ingress, by number or by name. */
export interface OpenPort {
  readonly port: number | string;
  readonly protocol: string;
}

/** The ports that a workload's containers declare; `undefined` if one is filled in later. */
export function declaredPorts(workload: Workload): readonly OpenPort[] | undefined {
  return ifComplete(
    portsOf(workload).map((port) => ({
      port: port.at("containerPort")?.number,
      protocol: port.at("protocol")?.string ?? "TCP",
    })),
  );
}

/** The pods' ports that a Service sends traffic to; `undefined` if one is filled in later. */
export function targetPorts(ports: readonly ServicePort[] | undefined): readonly OpenPort[] | undefined {
  return ports && ifComplete(ports.map(({ target, protocol }) => ({ port: target, protocol })));
}

const protocols: ReadonlySet<string> = new Set(["TCP", "UDP", "SCTP"]);

function ifComplete(
  ports: readonly { readonly port: number | string | undefined; readonly protocol: string }[],
): readonly OpenPort[] | undefined {
  const complete = ports.flatMap(({ port, protocol }) =>
    port !== undefined && protocols.has(protocol) ? [{ port, protocol }] : [],
  );
  return complete.length === ports.length ? eachOnce(complete) : undefined;
}

/** The numbers of a workload's named container ports, by name. */
export function portNumbers(workload: Workload): ReadonlyMap<unknown, number> {
  return new Map(
    portsOf(workload).flatMap((port) => {
      const name = port.at("name")?.string;
      const number = port.at("containerPort")?.number;
      return name === undefined || number === undefined ? [] : [[name, number] as const];
    }),
  );
}

function portsOf(workload: Workload): readonly Value[] {
  return containersOf(workload).flatMap((container) => container.at("ports")?.items() ?? []);
}

/** `port 8080`, or `ports 8080 and http` */
export function portsText(ports: readonly OpenPort[]): string {
  const names = [...new Set(ports.map(({ port }) => String(port)))];
  return `${names.length < 2 ? "port" : "ports"} ${sentenceList(names)}`;
}

export function eachOnce(ports: readonly OpenPort[]): readonly OpenPort[] {
  return [...new Map(ports.map((port) => [`${port.protocol} ${port.port}`, port])).values()];
}

/**
 * Adds a NetworkPolicy that allows ingress from anywhere, but only to the given ports of the selected pods.
 *
 * @param selected labels of the pods; without labels, all pods in the namespace are selected
 */
export function addIngressPolicy(
  resource: Resource,
  name: string,
  selected: Readonly<Record<string, string>>,
  ports: readonly OpenPort[],
  edit: EditBuilder,
): MaybeChange {
  const podSelector: PlainValue = Object.keys(selected).length === 0 ? {} : { matchLabels: selected };
  const rule = { ports: ports.map(({ port, protocol }): PlainValue => ({ port, protocol })) };
  const spec = {
    podSelector,
    policyTypes: ["Ingress"],
    ...(ports.length > 0 && { ingress: [rule] }),
  };
  const policy = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", name, body: { spec } };
  return addCompanion(resource, policy, edit);
}
