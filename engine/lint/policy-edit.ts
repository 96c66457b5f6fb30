import { containersOf } from "../kubernetes/containers.ts";
import type { Resource, Workload } from "../kubernetes/resource.ts";
import type { Value } from "../kubernetes/value.ts";
import type { ServicePort } from "../workspace/facts.ts";
import type { PlainValue } from "../yaml/edit/change.ts";
import { addCompanion } from "./companion.ts";
import type { EditBuilder, MaybeChange } from "./edit.ts";

/** A port of pods that a policy lets in to, by number or by the name that containers give it. */
export interface OpenPort {
  readonly port: number | string;
  readonly protocol: string;
}

/** The ports that a workload's containers declare; `undefined` where one is filled in later. */
export function declaredPorts(workload: Workload): readonly OpenPort[] | undefined {
  return allKnown(
    portsOf(workload).map((port) => ({
      port: port.at("containerPort")?.number,
      protocol: port.at("protocol")?.string ?? "TCP",
    })),
  );
}

/** The pods' ports behind those of a Service; `undefined` where one is filled in later. */
export function targetPorts(ports: readonly ServicePort[] | undefined): readonly OpenPort[] | undefined {
  return ports && allKnown(ports.map(({ target, protocol }) => ({ port: target, protocol })));
}

const protocols: ReadonlySet<string> = new Set(["TCP", "UDP", "SCTP"]);

function allKnown(
  ports: readonly { readonly port: number | string | undefined; readonly protocol: string }[],
): readonly OpenPort[] | undefined {
  const known = ports.flatMap(({ port, protocol }) =>
    port !== undefined && protocols.has(protocol) ? [{ port, protocol }] : [],
  );
  return known.length === ports.length ? eachOnce(known) : undefined;
}

/** The numbers of the ports that a workload's containers give names. */
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
  const last = names.at(-1) ?? "";
  return names.length < 2 ? `port ${last}` : `ports ${names.slice(0, -1).join(", ")} and ${last}`;
}

export function eachOnce(ports: readonly OpenPort[]): readonly OpenPort[] {
  return [...new Map(ports.map((one) => [`${one.protocol} ${one.port}`, one])).values()];
}

/**
 * Adds a NetworkPolicy that lets whoever asks in to ports of the selected pods, and nobody to any other port.
 *
 * @param selected labels of the pods; none selects all of the namespace
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
