import type { Container } from "./containers.ts";
import { isTemplated } from "./resource.ts";
import type { Value } from "./value.ts";

/** A port that a container declares, with what a probe needs. */
export interface DeclaredPort {
  readonly name: string | undefined;
  readonly number: number;
}

/** The TCP ports of a container, except those that are filled in later. */
export function tcpPortsOf(container: Container): readonly DeclaredPort[] {
  return (container.at("ports")?.items() ?? []).flatMap((port) => {
    const number = port.at("containerPort")?.number;
    const name = port.at("name")?.string;
    if (number === undefined || (port.at("protocol")?.value ?? "TCP") !== "TCP") return [];
    return [{ number, name: name && !isTemplated(name) ? name : undefined }];
  });
}

/** A probe's handler, as the API has it. */
export type SuggestedProbe =
  | { readonly httpGet: { readonly path: string; readonly port: string; readonly scheme?: "HTTPS" } }
  | { readonly grpc: { readonly port: number } }
  | { readonly tcpSocket: { readonly port: string | number } };

/**
 * The probe that the names of the ports suggest: HTTP, else gRPC, else a TCP check of the first port; `undefined`
 * without ports.
 *
 * @param path that an HTTP probe requests
 */
export function suggestedProbe(ports: readonly DeclaredPort[], path: string): SuggestedProbe | undefined {
  const web = ports.find(({ name }) => name === "http") ?? ports.find(({ name }) => name?.startsWith("http"));
  if (web?.name)
    return {
      httpGet: { path, port: web.name, ...(web.name.startsWith("https") && { scheme: "HTTPS" }) },
    };
  const grpc = ports.find(({ name }) => name?.startsWith("grpc"));
  // A gRPC probe does not accept port names.
  if (grpc) return { grpc: { port: grpc.number } };
  const [first] = ports;
  return first && { tcpSocket: { port: first.name ?? first.number } };
}

/** What a suggested probe does: `HTTP GET / on port http`. */
export function probeText(probe: SuggestedProbe): string {
  if ("httpGet" in probe) {
    const { scheme = "HTTP", path, port } = probe.httpGet;
    return `${scheme} GET ${path} on port ${port}`;
  }
  return "grpc" in probe ? `gRPC on port ${probe.grpc.port}` : `TCP on port ${probe.tcpSocket.port}`;
}

/** The title of a fix that adds probes: `Add a liveness probe and a readiness probe`. */
export function addText(all: string): string {
  return `Add a ${all.replaceAll(" and ", " and a ")}`;
}

export type ProbeKind = "liveness" | "readiness" | "startup";

/** A probe that a container has. */
export interface Probe {
  readonly kind: ProbeKind;
  readonly value: Value;
}

export const probeKinds = ["startup", "liveness", "readiness"] as const;

/** KubeLinter has a check on the port of each kind of probe. */
export const probePeers = {
  startup: { "kube-linter": ["startup-port"] },
  liveness: { "kube-linter": ["liveness-port"] },
  readiness: { "kube-linter": ["readiness-port"] },
} as const;

/** The probes of a container, without half-typed ones. */
export function probesOf(container: Container): readonly Probe[] {
  return probeKinds.flatMap((kind) => {
    const value = container.at(`${kind}Probe`);
    return value?.isMap ? [{ kind, value }] : [];
  });
}

/** The port of the container that a probe checks; `undefined` if it uses none, or another host. */
export function probedPort({ value }: Probe): Value | undefined {
  for (const handler of ["httpGet", "tcpSocket", "grpc"]) {
    const port = value.at(handler, "port");
    if (port?.scalar && !value.at(handler, "host")?.string) return port;
  }
  return undefined;
}

/** The defaults of a probe's fields, in seconds or in numbers of tries. */
export const probeDefaults = {
  initialDelaySeconds: 0,
  periodSeconds: 10,
  timeoutSeconds: 1,
  successThreshold: 1,
  failureThreshold: 3,
} as const;

/** The failure threshold for a liveness probe with the same check as the readiness probe: twice as long. */
export function patientThreshold(liveness: Probe, unreadySeconds: number): number {
  const period = liveness.value.at("periodSeconds")?.number ?? probeDefaults.periodSeconds;
  return Math.ceil((2 * unreadySeconds) / Math.max(period, 1));
}

/** Whether a probe makes the same check as another, apart from headers. */
export function asksTheSame({ value }: Probe, other: SuggestedProbe): boolean {
  return Object.entries(other).some(([handler, fields]) => {
    const own = value.at(handler);
    return (
      own !== undefined && Object.entries(fields).every(([name, wanted]) => own.at(name)?.value === wanted)
    );
  });
}

/** For how many seconds a probe can fail before it acts; `undefined` if that is filled in later. */
export function toleranceOf({ value }: Probe): number | undefined {
  const [period, failures] = (["periodSeconds", "failureThreshold"] as const).map((name) => {
    const field = value.at(name);
    return field ? field.number : probeDefaults[name];
  });
  return period === undefined || failures === undefined ? undefined : period * failures;
}
