/** Pods and the permissions of their processes: capabilities, profiles, privileges, users. */
import { always, both, type Case, type Fields, strict, until } from "./pod-security.case.ts";

const windows = { os: { name: "windows" } };
const ownUsers = { hostUsers: false };
/** Removes the fields that exist only on Linux. */
const noLinux = {
  podContext: { seccompProfile: null, runAsNonRoot: true },
  containerContext: { allowPrivilegeEscalation: null, capabilities: null },
};

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
    what: "dropping all in lowercase",
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
    what: "a pod that says it runs on Linux, without what only Linux has",
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

export const processCases: readonly Case[] = [
  ...capabilities,
  ...appArmorProfile,
  ...seLinuxOptions,
  ...seccompProfile,
  ...allowPrivilegeEscalation,
  ...forWindows,
  ...runAsNonRoot,
  ...runAsNonRootAllowed,
  ...runAsUser,
  ...runAsUserAllowed,
  ...userNamespaces,
];
