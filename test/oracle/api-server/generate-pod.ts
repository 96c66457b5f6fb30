import fc, { type Arbitrary } from "fast-check";
import type { Json } from "../../harness/print.ts";
import { amount, memory, one, oneObject, optional, port, requirements } from "./generate-values.ts";

type Fields = { readonly [key: string]: Json };

const handler = fc.oneof(
  oneObject(
    { exec: { command: ["true"] } },
    { tcpSocket: { port: 80 } },
    { tcpSocket: { port: "http", host: "127.0.0.1" } },
    { grpc: { port: 9000, service: "" } },
    { httpGet: { path: "/healthz", port: "http" } },
    { httpGet: { port: 8080, scheme: "HTTPS", httpHeaders: [{ name: "X-A", value: "" }] } },
    { httpGet: { port: "8080x" } },
  ),
);
const probe = (successThreshold: Arbitrary<Json>) =>
  fc
    .tuple(
      handler,
      optional({
        initialDelaySeconds: one(0, 5),
        periodSeconds: one(0, 10),
        timeoutSeconds: one(0, 1),
        failureThreshold: one(0, 3),
        successThreshold,
      }),
    )
    .map(([how, more]): Json => ({ ...how, ...more }));

const env = fc.uniqueArray(
  fc.oneof(
    one(
      { name: "A" },
      { name: "B", value: "" },
      { name: "A_URL", value: "$(B)://x" },
      { name: "a.b-c", value: "1" },
    ),
    one(
      { name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      { name: "CPU", valueFrom: { resourceFieldRef: { resource: "limits.cpu", divisor: "1m" } } },
      { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password", optional: true } } },
      { name: "API_TOKEN", value: "abc123" },
      { name: "with space", value: "ok" },
    ),
  ),
  { maxLength: 3, selector: (entry) => String((entry as Fields)["name"]) },
);

const capabilities = optional({
  add: one([], ["NET_BIND_SERVICE"], ["SYS_ADMIN", "CHOWN"], ["ALL"], null),
  drop: one(["ALL"], ["all"], ["NET_RAW"], null),
});
const containerContext = optional({
  runAsUser: one(0, 1000, 65534, null),
  runAsGroup: one(0, 1000),
  runAsNonRoot: one(true, false, null),
  readOnlyRootFilesystem: one(true, false, null),
  privileged: one(true, false, null),
  allowPrivilegeEscalation: one(true, false, null),
  procMount: one("Default", null),
  capabilities,
  seccompProfile: one(
    { type: "RuntimeDefault" },
    { type: "Unconfined" },
    { type: "Localhost", localhostProfile: "a.json" },
    null,
  ),
  appArmorProfile: one({ type: "RuntimeDefault" }),
  seLinuxOptions: one({ level: "s0:c1" }, {}, { type: "" }),
});

const resources = fc.oneof(
  optional({
    requests: optional({ cpu: one("0", "100m", 0.1, "1e-1"), memory: one("0", "1Mi", 1e6) }),
    limits: optional({ cpu: amount, memory }),
  }),
  one(
    { limits: { cpu: 1, memory: "1Gi", "nvidia.com/gpu": 1 } },
    { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1000m", memory: "1024Mi" } },
    { limits: { "ephemeral-storage": "1Gi" }, requests: { "ephemeral-storage": "1M" } },
    { limits: { memory: "2Gi", "hugepages-2Mi": "4Mi" } },
    {},
    null,
  ),
);

const containerFields = {
  image: one(
    "nginx",
    "nginx:1.27",
    "registry.example:5000/a/b:latest",
    `redis@sha256:${"a".repeat(64)}`,
    "BUSYBOX",
    "a b",
    "x:$(TAG)",
    "1",
  ),
  imagePullPolicy: one("Always", "IfNotPresent", "Never", "", null),
  command: one(["sh", "-c", "sleep 1"], [], null, [""]),
  args: one(["--x=$(A)"], ["1", "true"]),
  workingDir: one("/srv", ""),
  env,
  envFrom: one(
    [{ configMapRef: { name: "a" } }],
    [{ prefix: "A_", secretRef: { name: "s", optional: true } }],
  ),
  resources,
  securityContext: fc.oneof(containerContext, one(null, {})),
  volumeMounts: one(
    [{ name: "data", mountPath: "/data" }],
    [{ name: "data", mountPath: "/a", subPath: "b", readOnly: true }],
    [{ name: "data", mountPath: "relative" }],
    [],
  ),
  terminationMessagePolicy: one("File", "FallbackToLogsOnError"),
  stdin: one(true, false),
  tty: one(true),
  ports: fc.uniqueArray(
    fc.oneof(
      port.map((containerPort): Json => ({ containerPort })),
      one(
        { containerPort: 8081, name: "http", protocol: "TCP" },
        { containerPort: 5353, name: "dns-udp-1", protocol: "UDP" },
        { containerPort: 8082, hostIP: "127.0.0.1" },
        { containerPort: 8083, hostPort: 8083 },
      ),
    ),
    { maxLength: 3, selector: (entry) => (entry as Fields)["containerPort"] },
  ),
};

const lifecycle = one(
  { preStop: { sleep: { seconds: 5 } } },
  { preStop: { exec: { command: ["true"] } } },
  {},
  null,
);
const lived = {
  livenessProbe: probe(one(0, 1)),
  startupProbe: probe(one(0, 1)),
  readinessProbe: probe(one(0, 1, 3)),
  lifecycle,
};

const containers = fc.integer({ min: 1, max: 3 }).chain((count) =>
  fc
    .array(
      optional({
        ...containerFields,
        ...lived,
        resizePolicy: one([{ resourceName: "cpu", restartPolicy: "NotRequired" }]),
      }),
      {
        minLength: count,
        maxLength: count,
      },
    )
    .map(
      (list): Json => list.map((fields, at): Fields => ({ image: "nginx:1.27", ...fields, name: `c${at}` })),
    ),
);
const initContainers = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: optional(containerFields) },
      {
        weight: 1,
        arbitrary: optional({ ...containerFields, ...lived }).map(
          (fields): Fields => ({ ...fields, restartPolicy: "Always" }),
        ),
      },
    ),
    { maxLength: 2 },
  )
  .map((list): Json => list.map((fields, at): Fields => ({ image: "busybox", ...fields, name: `i${at}` })));

const dataVolume = oneObject(
  { emptyDir: {} },
  { emptyDir: { sizeLimit: "1Gi", medium: "Memory" } },
  { configMap: { name: "a", defaultMode: 420, items: [{ key: "a", path: "b/c" }] } },
  { secret: { secretName: "s", optional: true, defaultMode: 0 } },
  { hostPath: { path: "/var/log", type: "" } },
  { hostPath: { path: "/var/run/docker.sock" } },
  { persistentVolumeClaim: { claimName: "data" } },
  { projected: { sources: [{ serviceAccountToken: { path: "token", expirationSeconds: 3600 } }] } },
  { downwardAPI: { items: [{ path: "labels", fieldRef: { fieldPath: "metadata.labels" } }] } },
  { csi: { driver: "d.example.org", readOnly: true } },
  {
    ephemeral: {
      volumeClaimTemplate: {
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
      },
    },
  },
  { nfs: { server: "10.0.0.1", path: "/" } },
  {},
);

const affinity = one(
  {},
  {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "web" } } },
      ],
    },
  },
  {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 1, podAffinityTerm: { topologyKey: "zone", labelSelector: {} } },
      ],
    },
  },
  {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: "kubernetes.io/os", operator: "In", values: ["linux"] }] },
        ],
      },
    },
  },
);

const podContext = optional({
  runAsUser: one(0, 1000),
  runAsNonRoot: one(true, false, null),
  runAsGroup: one(0, 3000),
  fsGroup: one(0, 2000),
  fsGroupChangePolicy: one("OnRootMismatch", "Always"),
  supplementalGroups: one([], [4000]),
  supplementalGroupsPolicy: one("Merge", "Strict"),
  seccompProfile: one({ type: "RuntimeDefault" }, { type: "Unconfined" }, null),
  sysctls: one(
    [],
    [{ name: "net.ipv4.tcp_syncookies", value: "1" }],
    [{ name: "kernel.msgmax", value: "1" }],
  ),
});

const podFields = {
  initContainers,
  securityContext: fc.oneof(podContext, one(null, {})),
  serviceAccountName: one("web", ""),
  serviceAccount: one("web"),
  automountServiceAccountToken: one(true, false, null),
  nodeSelector: one({}, { "kubernetes.io/os": "linux" }, { disk: "" }),
  hostNetwork: one(true, false, null),
  hostPID: one(true, false),
  hostIPC: one(false, true),
  hostUsers: one(true, false, null),
  shareProcessNamespace: one(true, false),
  dnsPolicy: one("ClusterFirst", "Default", "ClusterFirstWithHostNet", null, ""),
  dnsConfig: one({ options: [{ name: "ndots", value: "2" }] }, {}),
  terminationGracePeriodSeconds: one(0, 30, 600, null),
  imagePullSecrets: one([{ name: "pull" }], [], null),
  affinity,
  tolerations: one(
    [],
    [{ operator: "Exists" }],
    [{ key: "a", value: "b", effect: "NoSchedule" }],
    [{ key: "a", operator: "Exists", effect: "NoExecute", tolerationSeconds: 30 }],
  ),
  topologySpreadConstraints: requirements.map(
    (matchExpressions): Json => [
      {
        maxSkew: 1,
        topologyKey: "zone",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchExpressions },
      },
    ],
  ),
  hostAliases: one([{ ip: "127.0.0.1", hostnames: ["a.local"] }]),
  priorityClassName: one("", "high"),
  enableServiceLinks: one(true, false, null),
  runtimeClassName: one("gvisor"),
  schedulerName: one("default-scheduler", "own"),
  subdomain: one("web"),
  hostname: one("web-0"),
  setHostnameAsFQDN: one(true, false),
  readinessGates: one([{ conditionType: "example.org/ready" }]),
  os: one({ name: "linux" }),
  preemptionPolicy: one("PreemptLowerPriority"),
};

/** The spec of a pod with one of these restart policies. */
export function podSpec(restartPolicies: readonly Json[]): Arbitrary<Fields> {
  const some = fc.subarray(Object.keys(podFields), { maxLength: 6 }).chain((keys) =>
    fc.record(
      Object.fromEntries(keys.map((key) => [key, podFields[key as keyof typeof podFields]])) as Record<
        string,
        Arbitrary<Json>
      >,
      {
        noNullPrototype: true,
      },
    ),
  );
  return fc.tuple(some, containers, dataVolume, fc.constantFrom(...restartPolicies)).map(
    ([fields, list, volume, restartPolicy]): Fields => ({
      ...fields,
      restartPolicy,
      containers: list,
      volumes: [{ name: "data", ...volume }],
    }),
  );
}
