/**
 * Pods that the Pod Security Standards allow or refuse, for every field of every check.
 * Read from the standard: https://kubernetes.io/docs/concepts/security/pod-security-standards/ and the code of
 * https://github.com/kubernetes/pod-security-admission/tree/master/policy
 */
import type { Json } from "../harness/print.ts";

/** The versions that something changed in, and those between. */
export const versions = [
  "1.24",
  "1.25",
  "1.27",
  "1.29",
  "1.30",
  "1.31",
  "1.32",
  "1.34",
  "1.35",
  "1.37",
] as const;

/** From which version on, and up to which one, which is no longer part of it. */
export interface Span {
  readonly from?: string;
  readonly until?: string;
}

const always: Span = {};
const from = (version: string): Span => ({ from: version });
const until = (version: string): Span => ({ until: version });

type Fields = { readonly [key: string]: Json };

/** What a pod has beyond, or instead of, what its level asks for. */
export interface Case {
  /** The check of the standard, and what the pod does. */
  readonly what: string;
  readonly annotations?: Fields;
  /** Fields of the pod's spec. */
  readonly pod?: Fields;
  /** Fields of the pod's security context; `null` takes away what the level asks for. */
  readonly podContext?: Fields;
  /** Fields of the container. */
  readonly container?: Fields;
  readonly containerContext?: Fields;
  /** The same for an init container or an ephemeral one, which the pod then has. */
  readonly init?: Fields;
  readonly ephemeral?: Fields;
  /** When each level refuses it; never where it is absent. */
  readonly baseline?: Span | undefined;
  readonly restricted?: Span | undefined;
  /** The rules that say so; nothing else may speak. */
  readonly by?: readonly string[];
}

/** Refused by both levels. */
function both(span: Span, ...by: readonly string[]) {
  return { baseline: span, restricted: span, by };
}

/** Refused by the restricted level alone. */
function strict(span: Span, ...by: readonly string[]) {
  return { restricted: span, by };
}

const windows = { os: { name: "windows" } };
const ownUsers = { hostUsers: false };
/** What nothing that only Linux has is said of. */
const noLinux = {
  podContext: { seccompProfile: null, runAsNonRoot: true },
  containerContext: { allowPrivilegeEscalation: null, capabilities: null },
};

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

const harmless = [
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
];
const drop = ["ALL"];
const capabilities: readonly Case[] = [
  ...harmless.map((capability) => ({
    what: `adding ${capability}`,
    containerContext: { capabilities: { drop, add: [capability] } },
    ...strict(always, "capabilities-added"),
  })),
  ...["IPC_LOCK", "NET_RAW", "NET_ADMIN", "SYS_ADMIN", "ALL", "all", "CAP_CHOWN", "chown"].map(
    (capability) => ({
      what: `adding ${capability}`,
      containerContext: { capabilities: { drop, add: [capability] } },
      ...both(always, "capabilities-added"),
    }),
  ),
  {
    what: "adding NET_BIND_SERVICE",
    containerContext: { capabilities: { drop, add: ["NET_BIND_SERVICE"] } },
  },
  { what: "adding nothing", containerContext: { capabilities: { drop, add: [] } } },
  {
    what: "adding NET_RAW to an init container",
    init: { capabilities: { drop, add: ["NET_RAW"] } },
    ...both(always, "capabilities-added"),
  },
  {
    what: "adding NET_RAW to an ephemeral container",
    ephemeral: { capabilities: { drop, add: ["CHOWN", "NET_RAW"] } },
    ...both(always, "capabilities-added"),
  },
  {
    what: "no capabilities",
    containerContext: { capabilities: null },
    ...strict(always, "capabilities-not-dropped"),
  },
  {
    what: "dropping nothing",
    containerContext: { capabilities: { drop: [] } },
    ...strict(always, "capabilities-not-dropped"),
  },
  {
    what: "adding NET_BIND_SERVICE without dropping",
    containerContext: { capabilities: { add: ["NET_BIND_SERVICE"] } },
    ...strict(always, "capabilities-not-dropped"),
  },
  {
    what: "dropping some",
    containerContext: { capabilities: { drop: ["NET_RAW", "CHOWN"] } },
    ...strict(always, "capabilities-not-dropped"),
  },
  {
    what: "dropping all in lower case",
    containerContext: { capabilities: { drop: ["all"] } },
    ...strict(always, "capabilities-not-dropped"),
  },
  { what: "dropping ALL and others", containerContext: { capabilities: { drop: ["NET_RAW", "ALL"] } } },
  {
    what: "an init container that drops nothing",
    init: { capabilities: null },
    ...strict(always, "capabilities-not-dropped"),
  },
  {
    what: "an ephemeral container that drops nothing",
    ephemeral: { capabilities: null },
    ...strict(always, "capabilities-not-dropped"),
  },
  {
    what: "Windows, adding what baseline forbids",
    pod: windows,
    podContext: { seccompProfile: null },
    containerContext: { allowPrivilegeEscalation: false, capabilities: { drop, add: ["SYS_TIME"] } },
    baseline: always,
    restricted: until("1.25"),
    by: ["capabilities-added", "seccomp-profile-missing"],
  },
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
const restrictedSources = [
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "gitRepo",
  "nfs",
  "iscsi",
  "glusterfs",
  "rbd",
  "flexVolume",
  "cinder",
  "cephfs",
  "flocker",
  "fc",
  "azureFile",
  "vsphereVolume",
  "quobyte",
  "azureDisk",
  "portworxVolume",
  "photonPersistentDisk",
  "scaleIO",
  "storageos",
];
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

const appArmor = (type: string) => ({ appArmorProfile: { type } });
const annotation = (profile: string) => ({
  annotations: { "container.apparmor.security.beta.kubernetes.io/web": profile },
});
const appArmorProfile: readonly Case[] = [
  {
    what: "AppArmor off for the pod",
    podContext: appArmor("Unconfined"),
    ...both(always, "apparmor-unconfined"),
  },
  {
    what: "AppArmor off for the container",
    containerContext: appArmor("Unconfined"),
    ...both(always, "apparmor-unconfined"),
  },
  {
    what: "AppArmor off for the init container",
    init: appArmor("Unconfined"),
    ...both(always, "apparmor-unconfined"),
  },
  {
    what: "AppArmor off for the ephemeral container",
    ephemeral: appArmor("Unconfined"),
    ...both(always, "apparmor-unconfined"),
  },
  {
    what: "an unknown AppArmor type",
    containerContext: appArmor("Off"),
    ...both(always, "apparmor-unconfined"),
  },
  {
    what: "AppArmor RuntimeDefault",
    podContext: appArmor("RuntimeDefault"),
    containerContext: appArmor("RuntimeDefault"),
  },
  {
    what: "AppArmor Localhost",
    containerContext: { appArmorProfile: { type: "Localhost", localhostProfile: "web" } },
  },
  { what: "AppArmor off by annotation", ...annotation("unconfined"), ...both(always, "apparmor-unconfined") },
  {
    what: "AppArmor by an unknown annotation",
    ...annotation("default"),
    ...both(always, "apparmor-unconfined"),
  },
  { what: "AppArmor runtime/default by annotation", ...annotation("runtime/default") },
  { what: "AppArmor localhost/web by annotation", ...annotation("localhost/web") },
  { what: "AppArmor by an empty annotation", ...annotation("") },
];

const seLinux = (options: Fields) => ({ seLinuxOptions: options });
const seLinuxOptions: readonly Case[] = [
  ...["", "container_t", "container_init_t", "container_kvm_t"].map((type) => ({
    what: `SELinux type "${type}"`,
    podContext: seLinux({ type }),
    containerContext: seLinux({ type }),
  })),
  {
    what: "SELinux type container_engine_t of the pod",
    podContext: seLinux({ type: "container_engine_t" }),
    ...both(until("1.31"), "selinux-options-custom"),
  },
  {
    what: "SELinux type container_engine_t of the container",
    containerContext: seLinux({ type: "container_engine_t" }),
    ...both(until("1.31"), "selinux-options-custom"),
  },
  ...["type", "user", "role"].flatMap((field) => [
    {
      what: `SELinux ${field} of the pod`,
      podContext: seLinux({ [field]: "other" }),
      ...both(always, "selinux-options-custom"),
    },
    {
      what: `SELinux ${field} of the container`,
      containerContext: seLinux({ [field]: "other" }),
      ...both(always, "selinux-options-custom"),
    },
    {
      what: `SELinux ${field} of the init container`,
      init: seLinux({ [field]: "other" }),
      ...both(always, "selinux-options-custom"),
    },
    {
      what: `SELinux ${field} of the ephemeral container`,
      ephemeral: seLinux({ [field]: "other" }),
      ...both(always, "selinux-options-custom"),
    },
  ]),
  { what: "empty SELinux user and role", podContext: seLinux({ user: "", role: "" }) },
  { what: "SELinux level", podContext: seLinux({ level: "s0:c1,c2" }) },
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

const seccomp = (type: string) => ({ seccompProfile: { type } });
const seccompProfile: readonly Case[] = [
  {
    what: "seccomp off for the pod",
    podContext: seccomp("Unconfined"),
    ...both(always, "seccomp-unconfined"),
  },
  {
    what: "seccomp off for the pod and on for its container",
    podContext: seccomp("Unconfined"),
    containerContext: seccomp("RuntimeDefault"),
    ...both(always, "seccomp-unconfined"),
  },
  {
    what: "seccomp off for the container",
    containerContext: seccomp("Unconfined"),
    ...both(always, "seccomp-unconfined"),
  },
  {
    what: "seccomp off for the init container",
    init: seccomp("Unconfined"),
    ...both(always, "seccomp-unconfined"),
  },
  {
    what: "seccomp off for the ephemeral container",
    ephemeral: seccomp("Unconfined"),
    ...both(always, "seccomp-unconfined"),
  },
  {
    what: "an unknown seccomp type",
    containerContext: seccomp("runtime/default"),
    ...both(always, "seccomp-unconfined"),
  },
  {
    what: "seccomp Localhost",
    podContext: { seccompProfile: { type: "Localhost", localhostProfile: "web" } },
  },
  { what: "no seccomp", podContext: { seccompProfile: null }, ...strict(always, "seccomp-profile-missing") },
  {
    what: "seccomp of the only container",
    podContext: { seccompProfile: null },
    containerContext: seccomp("RuntimeDefault"),
  },
  {
    what: "seccomp of one container of two",
    podContext: { seccompProfile: null },
    containerContext: seccomp("RuntimeDefault"),
    init: {},
    ...strict(always, "seccomp-profile-missing"),
  },
  {
    what: "seccomp of all but the ephemeral container",
    podContext: { seccompProfile: null },
    containerContext: seccomp("RuntimeDefault"),
    ephemeral: {},
    ...strict(always, "seccomp-profile-missing"),
  },
  {
    what: "seccomp off by an annotation, which is read no more",
    annotations: { "seccomp.security.alpha.kubernetes.io/pod": "unconfined" },
  },
  {
    what: "Windows without seccomp",
    pod: windows,
    podContext: { seccompProfile: null },
    ...strict(until("1.25"), "seccomp-profile-missing"),
  },
  {
    what: "Windows with seccomp off",
    pod: windows,
    podContext: seccomp("Unconfined"),
    baseline: always,
    restricted: until("1.25"),
    by: ["seccomp-unconfined"],
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

const allowPrivilegeEscalation: readonly Case[] = [
  { what: "allowPrivilegeEscalation: true", containerContext: { allowPrivilegeEscalation: true } },
  { what: "allowPrivilegeEscalation unset", containerContext: { allowPrivilegeEscalation: null } },
  { what: "allowPrivilegeEscalation unset in an init container", init: { allowPrivilegeEscalation: null } },
  { what: "allowPrivilegeEscalation true in an init container", init: { allowPrivilegeEscalation: true } },
  {
    what: "allowPrivilegeEscalation unset in an ephemeral container",
    ephemeral: { allowPrivilegeEscalation: null },
  },
  {
    what: "allowPrivilegeEscalation true in an ephemeral container",
    ephemeral: { allowPrivilegeEscalation: true },
  },
].map((one) => ({ ...one, ...strict(always, "allow-privilege-escalation") }));

const forWindows: readonly Case[] = [
  {
    what: "Windows without anything that only Linux has",
    pod: windows,
    ...noLinux,
    ...strict(
      until("1.25"),
      "allow-privilege-escalation",
      "capabilities-not-dropped",
      "seccomp-profile-missing",
    ),
  },
  {
    what: "Windows with allowPrivilegeEscalation: true",
    pod: windows,
    podContext: { seccompProfile: null },
    containerContext: { allowPrivilegeEscalation: true },
    ...strict(until("1.25"), "allow-privilege-escalation", "seccomp-profile-missing"),
  },
  {
    what: "Windows as a user that may be root, by another OS name",
    pod: { os: { name: "linux" } },
    ...noLinux,
    ...strict(always, "allow-privilege-escalation", "capabilities-not-dropped", "seccomp-profile-missing"),
  },
  {
    what: "Windows without runAsNonRoot",
    pod: windows,
    podContext: { runAsNonRoot: null },
    ...strict(always, "run-as-root"),
  },
];

const unset = { runAsNonRoot: null };
const root = { runAsNonRoot: false };
const other = { runAsNonRoot: true };
const runAsNonRoot: readonly Case[] = [
  { what: "runAsNonRoot unset", podContext: unset },
  { what: "runAsNonRoot: false of the pod", podContext: root },
  {
    what: "runAsNonRoot: false of the pod, true of the container",
    podContext: root,
    containerContext: other,
  },
  { what: "runAsNonRoot: false of the container, true of the pod", containerContext: root },
  { what: "runAsNonRoot: false of the init container", init: root },
  { what: "runAsNonRoot: false of the ephemeral container", ephemeral: root },
  { what: "runAsNonRoot unset with another user", podContext: { ...unset, runAsUser: 1000 } },
  { what: "runAsNonRoot of one container of two", podContext: unset, containerContext: other, init: {} },
  {
    what: "runAsNonRoot of all but the ephemeral container",
    podContext: unset,
    containerContext: other,
    ephemeral: {},
  },
].map((one) => ({ ...one, ...strict(always, "run-as-root") }));
const runAsNonRootAllowed: readonly Case[] = [
  { what: "runAsNonRoot of the only container", podContext: unset, containerContext: other },
  {
    what: "runAsNonRoot of every container",
    podContext: unset,
    containerContext: other,
    init: other,
    ephemeral: other,
  },
  { what: "runAsNonRoot of the pod and its container", containerContext: other },
];

const runAsUser: readonly Case[] = [
  { what: "runAsUser: 0 of the pod", podContext: { runAsUser: 0 } },
  {
    what: "runAsUser: 0 of the pod, another of the container",
    podContext: { runAsUser: 0 },
    containerContext: { runAsUser: 1000 },
  },
  { what: "runAsUser: 0 of the container", containerContext: { runAsUser: 0 } },
  { what: "runAsUser: 0 of the init container", init: { runAsUser: 0 } },
  { what: "runAsUser: 0 of the ephemeral container", ephemeral: { runAsUser: 0 } },
].map((one) => ({ ...one, ...strict(always, "run-as-root") }));
const runAsUserAllowed: readonly Case[] = [
  { what: "runAsUser: 1000", podContext: { runAsUser: 1000 }, containerContext: { runAsUser: 1 } },
];

const userNamespaces: readonly Case[] = [
  { what: "runAsNonRoot unset in a user namespace", podContext: unset },
  { what: "runAsNonRoot: false in a user namespace", podContext: root, containerContext: root },
  {
    what: "runAsUser: 0 in a user namespace",
    podContext: { runAsUser: 0 },
    containerContext: { runAsUser: 0 },
  },
].flatMap((one) => [
  { ...one, pod: ownUsers, ...strict(until("1.35"), "run-as-root") },
  { ...one, what: `not quite: ${one.what}`, pod: { hostUsers: true }, ...strict(always, "run-as-root") },
]);

export const cases: readonly Case[] = [
  ...general,
  ...hostNamespaces,
  ...privileged,
  ...capabilities,
  ...hostPathVolumes,
  ...restrictedVolumes,
  ...hostPorts,
  ...hostProbes,
  ...noHostProbes,
  ...appArmorProfile,
  ...seLinuxOptions,
  ...procMount,
  ...seccompProfile,
  ...sysctls,
  ...windowsHostProcess,
  ...allowPrivilegeEscalation,
  ...forWindows,
  ...runAsNonRoot,
  ...runAsNonRootAllowed,
  ...runAsUser,
  ...runAsUserAllowed,
  ...userNamespaces,
];
