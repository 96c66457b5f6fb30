/** Generates pods around the edges of the Pod Security Standards, with nulls and empty strings. */
import fc, { type Arbitrary } from "fast-check";
import type { Json } from "../../harness/print.ts";
import { one, optional } from "./generate-values.ts";

type Fields = { readonly [key: string]: Json };

const seccomp = one(
  { type: "RuntimeDefault" },
  { type: "Localhost", localhostProfile: "a" },
  { type: "Unconfined" },
  null,
  { type: "RuntimeDefault", localhostProfile: null },
);
const appArmor = one(
  { type: "RuntimeDefault" },
  { type: "Unconfined" },
  { type: "Localhost", localhostProfile: "a" },
  null,
);
const seLinux = one(
  {},
  null,
  { type: "container_t" },
  { type: "" },
  { type: "spc_t" },
  { type: "container_engine_t" },
  { user: "" },
  { user: "u" },
  { role: "" },
  { role: "r" },
  { level: "s0" },
  { type: null, user: null },
);
const windows = one(null, {}, { hostProcess: false }, { hostProcess: null }, { gmsaCredentialSpecName: "a" });

const containerContext = fc.oneof(
  { weight: 1, arbitrary: one(null, {}) },
  {
    weight: 9,
    arbitrary: mostly(
      { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      {
        allowPrivilegeEscalation: one(true, null, false),
        capabilities: one(
          null,
          {},
          { drop: [] },
          { drop: null, add: null },
          { drop: ["all"] },
          { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
          { drop: ["ALL"], add: ["CHOWN"] },
          { add: ["SYS_ADMIN"] },
          { add: [], drop: ["ALL", "KILL"] },
          { add: [""], drop: ["ALL"] },
          { drop: ["ALL"], add: ["CAP_CHOWN"] },
        ),
        privileged: one(false, null, true),
        procMount: one("Default", null, "", "Unmasked"),
        runAsNonRoot: one(true, false, null),
        runAsUser: one(0, 1, null),
        seccompProfile: seccomp,
        appArmorProfile: appArmor,
        seLinuxOptions: seLinux,
        windowsOptions: windows,
        readOnlyRootFilesystem: one(true, null),
      },
    ),
  },
);

/** Valid fields, a few of which are replaced. */
function mostly(right: Fields, others: Readonly<Record<string, Arbitrary<Json>>>): Arbitrary<Json> {
  return fc
    .subarray(Object.keys(others), { maxLength: 2 })
    .chain((keys) =>
      fc.record(
        Object.fromEntries(keys.map((key) => [key, others[key]!])) as Record<string, Arbitrary<Json>>,
        { noNullPrototype: true },
      ),
    )
    .map((replaced): Json => ({ ...right, ...replaced }));
}

const handlers = one(
  null,
  { httpGet: { port: 80, host: "" } },
  { httpGet: { port: 80, host: "127.0.0.1" } },
  { tcpSocket: { port: 80, host: "a.example" } },
  { exec: { command: ["true"] } },
  { httpGet: { port: 80, host: null } },
  { tcpSocket: { port: 80, host: "::1" } },
);
const container = (name: string) =>
  fc
    .tuple(
      containerContext,
      optional({
        ports: one(
          null,
          [],
          [{ containerPort: 80 }],
          [{ containerPort: 80, hostPort: 0 }],
          [{ containerPort: 80, hostPort: 80 }],
          [{ containerPort: 80, hostPort: null }],
        ),
        livenessProbe: name === "init" ? one(null) : handlers,
      }),
      fc.integer({ max: 4, min: 0 }),
    )
    .map(
      ([securityContext, more, at]): Json => ({
        name,
        image: "nginx:1.27",
        ...(at === 0 && more),
        ...(securityContext !== undefined && { securityContext }),
      }),
    );

const volumes = one(
  null,
  [],
  [{ name: "a", emptyDir: {} }],
  [{ name: "a" }],
  [{ name: "a", hostPath: { path: "/tmp" } }],
  [{ name: "a", hostPath: null }],
  [{ name: "a", hostPath: null, emptyDir: {} }],
  [{ name: "a", nfs: { server: "a", path: "/" } }],
  [{ name: "a", csi: { driver: "d.example" } }],
  [{ name: "a", iscsi: null, secret: { secretName: "s" } }],
  [
    { name: "a", downwardAPI: {} },
    { name: "b", configMap: { name: "c" } },
  ],
  [
    {
      name: "a",
      ephemeral: {
        volumeClaimTemplate: {
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
        },
      },
    },
  ],
  [{ name: "a", image: { reference: "a" } }],
);

const podContext = fc.oneof(
  { weight: 1, arbitrary: one(null, {}) },
  {
    weight: 9,
    arbitrary: mostly(
      { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      {
        runAsNonRoot: one(false, null, true),
        runAsUser: one(0, 1000, null),
        seccompProfile: seccomp,
        appArmorProfile: appArmor,
        seLinuxOptions: seLinux,
        windowsOptions: windows,
        sysctls: one(
          null,
          [],
          [{ name: "kernel.shm_rmid_forced", value: "1" }],
          [{ name: "kernel.msgmax", value: "1" }],
          [{ name: "net.ipv4.tcp_rmem", value: "" }],
          [{ name: "net/ipv4/ip_unprivileged_port_start", value: "1" }],
        ),
        fsGroup: one(0, null),
        supplementalGroups: one([0], null),
      },
    ),
  },
);

const spec = fc
  .tuple(
    mostly(
      {},
      {
        hostNetwork: one(true, false, null),
        hostPID: one(true, false, null),
        hostIPC: one(true, false, null),
        hostUsers: one(true, false, null),
        os: one({ name: "linux" }, { name: "windows" }, null),
        shareProcessNamespace: one(true, null),
        volumes,
      },
    ),
    podContext,
    container("web"),
    fc.option(container("init"), { freq: 4 }),
  )
  .map(
    ([more, securityContext, web, init]): Json => ({
      ...(more as Fields),
      securityContext,
      containers: [web],
      ...(init !== null && { initContainers: [init] }),
    }),
  );

const annotations = fc.oneof(
  { weight: 12, arbitrary: one({}, null) },
  {
    weight: 1,
    arbitrary: one(
      { "container.apparmor.security.beta.kubernetes.io/web": "unconfined" },
      { "container.apparmor.security.beta.kubernetes.io/web": "runtime/default" },
      { "container.apparmor.security.beta.kubernetes.io/web": "" },
      { "container.apparmor.security.beta.kubernetes.io/web": "localhost/a" },
      { "seccomp.security.alpha.kubernetes.io/pod": "unconfined" },
    ),
  },
);

export const podsForSecurity: Arbitrary<Fields> = fc.tuple(annotations, spec).map(([noted, pod]) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web", annotations: noted },
  spec: pod,
}));
