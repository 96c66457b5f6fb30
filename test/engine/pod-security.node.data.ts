/** Pods and their access to the node: namespaces, devices, paths, ports, connections, kernel parameters. */

import { typeOfKind } from "../../engine/kubernetes/field-types.ts";
import type { FieldType } from "../../engine/kubernetes/type-reader.ts";
import { always, both, type Case, type Fields, from, strict, until } from "./pod-security.case.ts";

const windows = { os: { name: "windows" } };
const ownUsers = { hostUsers: false };

const general: readonly Case[] = [
  { what: "a pod as the level asks for it" },
  {
    what: "a pod with init, sidecar and ephemeral containers as the level asks for it",
    init: {},
    ephemeral: {},
  },
  { what: "a sidecar as the level asks for it", init: { restartPolicy: "Always" } },
];

const hostNamespaces: readonly Case[] = ["hostNetwork", "hostPID", "hostIPC"].flatMap((field) => [
  { what: `${field}: true`, pod: { [field]: true }, ...both(always, "host-namespace") },
  { what: `${field}: false`, pod: { [field]: false } },
]);

const privileged: readonly Case[] = [
  {
    what: "privileged container",
    containerContext: { privileged: true, allowPrivilegeEscalation: null },
    baseline: always,
    restricted: always,
    by: ["privileged-container", "allow-privilege-escalation"],
  },
  { what: "privileged init container", init: { privileged: true }, ...both(always, "privileged-container") },
  {
    what: "privileged ephemeral container",
    ephemeral: { privileged: true },
    ...both(always, "privileged-container"),
  },
  { what: "privileged: false", containerContext: { privileged: false } },
];

const volumes = (source: Fields) => ({ pod: { volumes: [{ name: "data", ...source }] } });
const hostPathVolumes: readonly Case[] = [
  { what: "hostPath", ...volumes({ hostPath: { path: "/data" } }), ...both(always, "host-path-volume") },
  {
    what: "hostPath beside another volume",
    pod: {
      volumes: [
        { name: "cache", emptyDir: {} },
        { name: "data", hostPath: { path: "/", type: "Directory" } },
      ],
    },
    ...both(always, "host-path-volume"),
  },
];

const allowedSources: readonly Fields[] = [
  { configMap: { name: "web" } },
  { downwardAPI: { items: [] } },
  { emptyDir: {} },
  { projected: { sources: [] } },
  { secret: { secretName: "web" } },
  { csi: { driver: "example.com" } },
  { persistentVolumeClaim: { claimName: "web" } },
  { ephemeral: { volumeClaimTemplate: { spec: {} } } },
  { image: { reference: "ghcr.io/acme/data:1.4.2" } },
  {},
];
/** The restricted level rejects every other volume type of the API, apart from hostPath. */
const allowedTypes = new Set([
  "name",
  "hostPath",
  ...allowedSources.flatMap((source) => Object.keys(source)),
]);
const restrictedSources = volumeTypes().filter((type) => !allowedTypes.has(type));

const restrictedVolumes: readonly Case[] = [
  ...allowedSources.map((source) => ({
    what: `a volume from ${Object.keys(source)[0] ?? "nothing, which is an emptyDir"}`,
    ...volumes(source),
  })),
  ...restrictedSources.map((source) => ({
    what: `a volume from ${source}`,
    ...volumes({ [source]: { a: "b" } }),
    ...strict(always, "volume-type-restricted"),
  })),
];

const port = (hostPort: number) => ({ ports: [{ containerPort: 8080, hostPort }] });
const hostPorts: readonly Case[] = [
  { what: "hostPort", container: port(80), ...both(always, "host-port") },
  { what: "hostPort: 0", container: port(0) },
  { what: "no hostPort", container: { ports: [{ containerPort: 8080 }] } },
  { what: "hostPort of an init container", init: { ...port(80) }, ...both(always, "host-port") },
  { what: "hostPort of an ephemeral container", ephemeral: { ...port(80) }, ...both(always, "host-port") },
];

const host = { host: "127.0.0.1", port: 80 };
const hostProbes: readonly Case[] = [
  ...["livenessProbe", "readinessProbe", "startupProbe"].flatMap((probe) => [
    { what: `host of an HTTP ${probe}`, container: { [probe]: { httpGet: host } } },
    { what: `host of a TCP ${probe}`, container: { [probe]: { tcpSocket: host } } },
  ]),
  ...["postStart", "preStop"].flatMap((hook) => [
    { what: `host of an HTTP ${hook}`, container: { lifecycle: { [hook]: { httpGet: host } } } },
    { what: `host of a TCP ${hook}`, container: { lifecycle: { [hook]: { tcpSocket: host } } } },
  ]),
  { what: "host of a sidecar's probe", init: { restartPolicy: "Always", livenessProbe: { httpGet: host } } },
  { what: "host of an ephemeral container's probe", ephemeral: { livenessProbe: { httpGet: host } } },
].map((one) => ({ ...one, ...both(from("1.34"), "probe-host-set") }));
const noHostProbes: readonly Case[] = [
  { what: "an empty host of a probe", container: { livenessProbe: { httpGet: { host: "", port: 80 } } } },
  { what: "a probe without host", container: { livenessProbe: { tcpSocket: { port: 80 } } } },
  { what: "a gRPC probe", container: { livenessProbe: { grpc: { port: 80 } } } },
];

const hostProcess = (value: boolean) => ({ windowsOptions: { hostProcess: value } });
const windowsHostProcess: readonly Case[] = [
  { what: "host process of the pod", podContext: hostProcess(true), ...both(always, "windows-host-process") },
  {
    what: "host process of the container",
    containerContext: hostProcess(true),
    ...both(always, "windows-host-process"),
  },
  {
    what: "host process of an init container",
    init: hostProcess(true),
    ...both(always, "windows-host-process"),
  },
  {
    what: "host process of an ephemeral container",
    ephemeral: hostProcess(true),
    ...both(always, "windows-host-process"),
  },
  { what: "hostProcess: false", podContext: hostProcess(false), containerContext: hostProcess(false) },
  {
    what: "Windows host process with the node's network",
    pod: { ...windows, hostNetwork: true },
    podContext: hostProcess(true),
    ...both(always, "windows-host-process", "host-namespace"),
  },
];

const sysctl = (name: string) => ({ podContext: { sysctls: [{ name, value: "1" }] } });
const sysctls: readonly Case[] = [
  ...[
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.ping_group_range",
    "net.ipv4.ip_unprivileged_port_start",
  ].map((name) => ({ what: `sysctl ${name}`, ...sysctl(name) })),
  ...Object.entries({
    "net.ipv4.ip_local_reserved_ports": "1.27",
    "net.ipv4.tcp_keepalive_time": "1.29",
    "net.ipv4.tcp_fin_timeout": "1.29",
    "net.ipv4.tcp_keepalive_intvl": "1.29",
    "net.ipv4.tcp_keepalive_probes": "1.29",
    "net.ipv4.tcp_rmem": "1.32",
    "net.ipv4.tcp_wmem": "1.32",
    "net.ipv4.tcp_slow_start_after_idle": "1.37",
    "net.ipv4.tcp_notsent_lowat": "1.37",
  }).map(([name, since]) => ({
    what: `sysctl ${name}`,
    ...sysctl(name),
    ...both(until(since), "sysctl-unsafe"),
  })),
  ...[
    "kernel.msgmax",
    "net.core.somaxconn",
    "fs.mqueue.msg_max",
    "vm.swappiness",
    "net/ipv4/tcp_syncookies",
  ].map((name) => ({ what: `sysctl ${name}`, ...sysctl(name), ...both(always, "sysctl-unsafe") })),
];

const procMount: readonly Case[] = [
  { what: "procMount: Default", containerContext: { procMount: "Default" } },
  {
    what: "procMount: Unmasked",
    containerContext: { procMount: "Unmasked" },
    ...both(always, "proc-mount-unmasked"),
  },
  {
    what: "procMount: other",
    containerContext: { procMount: "other" },
    ...both(always, "proc-mount-unmasked"),
  },
  {
    what: "procMount of an init container",
    init: { procMount: "Unmasked" },
    ...both(always, "proc-mount-unmasked"),
  },
  {
    what: "procMount of an ephemeral container",
    ephemeral: { procMount: "Unmasked" },
    ...both(always, "proc-mount-unmasked"),
  },
  {
    what: "procMount: Unmasked in a user namespace",
    pod: ownUsers,
    containerContext: { procMount: "Unmasked" },
    baseline: until("1.35"),
    restricted: always,
    by: ["proc-mount-unmasked"],
  },
  {
    what: "procMount: Unmasked with hostUsers: true",
    pod: { hostUsers: true },
    containerContext: { procMount: "Unmasked" },
    ...both(always, "proc-mount-unmasked"),
  },
];

export const nodeCases: readonly Case[] = [
  ...general,
  ...hostNamespaces,
  ...privileged,
  ...hostPathVolumes,
  ...restrictedVolumes,
  ...hostPorts,
  ...hostProbes,
  ...noHostProbes,
  ...windowsHostProcess,
  ...sysctls,
  ...procMount,
];

/** The fields of a pod's volume, from the Kubernetes schemas. */
function volumeTypes(): readonly string[] {
  let type: FieldType | undefined = typeOfKind("v1", "Pod");
  for (const name of ["spec", "volumes"])
    type = type?.of === "object" ? type.fields().get(name)?.type : undefined;
  if (type?.of !== "list" || type.items.of !== "object") throw new Error("a pod has no volumes");
  return [...type.items.fields().keys()];
}
