/** Generates objects that the API server mostly accepts, with rare fields and values. */
import fc, { type Arbitrary } from "fast-check";
import type { Json } from "../../harness/print.ts";
import { podSpec } from "./generate-pod.ts";
import {
  amount,
  labels,
  metadata,
  name,
  one,
  oneObject,
  optional,
  percentOrCount,
  port,
  requirements,
  text,
} from "./generate-values.ts";

type Fields = { readonly [key: string]: Json };

const selector = fc.constant<Fields>({ matchLabels: { app: "web" } });
const anySelector = fc.oneof(
  selector,
  fc.constant<Fields>({}),
  requirements.map((matchExpressions): Fields => ({ matchExpressions })),
);
const template = (restartPolicy: readonly Json[]) =>
  fc
    .tuple(podSpec(restartPolicy), optional({ annotations: labels, namespace: one("", "shop") }))
    .map(([spec, more]): Fields => ({ metadata: { ...more, labels: { app: "web" } }, spec }));
const always = template(["Always", null, ""]);
const onceOnly = template(["Never", "OnFailure"]);
const replicas = one(0, 1, 3, null);
const history = one(0, 2, null);
const seconds = one(0, 10, 600);

const jobSpec = fc
  .tuple(
    optional({
      parallelism: one(0, 1, 3),
      completions: one(1, 5),
      backoffLimit: one(0, 4),
      activeDeadlineSeconds: one(1, 600),
      ttlSecondsAfterFinished: one(0, 100),
      suspend: one(true, false, null),
      completionMode: one("NonIndexed", "Indexed"),
      podReplacementPolicy: one("TerminatingOrFailed", "Failed"),
    }),
    onceOnly,
  )
  .map(([spec, pods]): Fields => ({ ...spec, template: pods }));

const subjects = fc.array(
  fc.oneof(
    name.map((n): Fields => ({ kind: "ServiceAccount", name: n, namespace: "shop" })),
    one("alice", "system:masters").map((n): Fields => ({ kind: "User", name: n })),
    one("developers").map((n): Fields => ({ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: n })),
  ),
  { maxLength: 3 },
);
const policyRules = fc.array(
  fc.record<Fields>({
    apiGroups: one([""], ["apps", ""], ["*"]),
    resources: one(["pods"], ["pods/log", "services"], ["*"], ["*/scale"]),
    verbs: one(["get"], ["get", "list", "watch"], ["*"], ["escalate", "bind"]),
  } as never),
  { maxLength: 3 },
);
const roleRef = (kind: string): Fields => ({ apiGroup: "rbac.authorization.k8s.io", kind, name: "reader" });

const peer = fc.oneof(
  anySelector.map((podSelector): Fields => ({ podSelector })),
  anySelector.map((namespaceSelector): Fields => ({ namespaceSelector })),
  fc.constant<Fields>({ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } }),
  fc.constant<Fields>({ ipBlock: { cidr: "::/0" } }),
);
const policyPort = optional({
  protocol: one("TCP", "UDP", "SCTP"),
  port: one(53, "http", 8080),
});

const servicePorts = fc.uniqueArray(
  fc
    .tuple(port, optional({ targetPort: one(80, "http", 0), appProtocol: one("http", "kubernetes.io/h2c") }))
    .map(([number, more]): Fields => ({ name: `p${number}`, port: number, protocol: "TCP", ...more })),
  { minLength: 1, maxLength: 3, selector: (entry) => String(entry["name"]) },
);

const metric = fc.oneof(
  fc.constant<Fields>({
    type: "Resource",
    resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
  }),
  fc.constant<Fields>({
    type: "Resource",
    resource: { name: "memory", target: { type: "AverageValue", averageValue: "500Mi" } },
  }),
  fc.constant<Fields>({
    type: "Pods",
    pods: { metric: { name: "qps" }, target: { type: "AverageValue", averageValue: "1k" } },
  }),
);

const claim = fc
  .tuple(
    optional({
      storageClassName: one("", "fast", null),
      volumeMode: one("Filesystem", "Block"),
      selector: anySelector,
      volumeName: one("disk-1"),
    }),
    one(["ReadWriteOnce"], ["ReadWriteMany", "ReadOnlyMany"], ["ReadWriteOncePod"]),
    one("1Gi", "10G", "1e9", 1073741824, "0.5Gi"),
  )
  .map(
    ([more, accessModes, storage]): Fields => ({
      ...more,
      accessModes,
      resources: { requests: { storage } },
    }),
  );

interface Kind {
  readonly weight: number;
  readonly apiVersion: string;
  readonly kind: string;
  readonly cluster?: boolean;
  /** The fields other than `apiVersion`, `kind` and `metadata`. */
  readonly fields: Arbitrary<Fields>;
}

const spec = (fields: Arbitrary<Json>): Arbitrary<Fields> => fields.map((value) => ({ spec: value }));
const workload = (more: Arbitrary<Fields>, pods: Arbitrary<Json>) =>
  spec(
    fc
      .tuple(more, pods)
      .map(([fields, value]) => ({ ...fields, selector: { matchLabels: { app: "web" } }, template: value })),
  );

const kinds: readonly Kind[] = [
  {
    weight: 12,
    apiVersion: "v1",
    kind: "Pod",
    fields: spec(podSpec(["Always", "Never", "OnFailure", null, ""])),
  },
  {
    weight: 12,
    apiVersion: "apps/v1",
    kind: "Deployment",
    fields: workload(
      optional({
        replicas,
        minReadySeconds: one(0, 5),
        revisionHistoryLimit: history,
        paused: one(true, false),
        progressDeadlineSeconds: one(600),
        strategy: fc.oneof(
          one({ type: "Recreate" }, {}, { type: "RollingUpdate" }),
          fc
            .tuple(one("25%", 1, "100%"), percentOrCount)
            .map(([maxSurge, maxUnavailable]): Json => ({ rollingUpdate: { maxSurge, maxUnavailable } })),
        ),
      }),
      always,
    ),
  },
  {
    weight: 6,
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    fields: workload(
      optional({
        replicas,
        serviceName: one("web", ""),
        podManagementPolicy: one("Parallel", "OrderedReady"),
        updateStrategy: one({ type: "OnDelete" }, { rollingUpdate: { partition: 1 } }),
        persistentVolumeClaimRetentionPolicy: one({ whenDeleted: "Delete" }),
        volumeClaimTemplates: claim.map((value): Json => [{ metadata: { name: "data" }, spec: value }]),
      }),
      always,
    ),
  },
  {
    weight: 5,
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    fields: workload(
      optional({
        updateStrategy: one({ type: "OnDelete" }, { rollingUpdate: { maxUnavailable: "10%" } }),
      }),
      always,
    ),
  },
  { weight: 2, apiVersion: "apps/v1", kind: "ReplicaSet", fields: workload(optional({ replicas }), always) },
  {
    weight: 2,
    apiVersion: "v1",
    kind: "ReplicationController",
    fields: spec(
      fc
        .tuple(optional({ replicas, selector: fc.constant({ app: "web" }) }), always)
        .map(([more, pods]) => ({ ...more, template: pods })),
    ),
  },
  { weight: 5, apiVersion: "batch/v1", kind: "Job", fields: spec(jobSpec) },
  {
    weight: 5,
    apiVersion: "batch/v1",
    kind: "CronJob",
    fields: spec(
      fc
        .tuple(
          one(
            "* * * * *",
            "@daily",
            "@every 1h",
            "0 3 * * MON-FRI",
            "*/15 0-6,22 1,15 JAN ?",
            "59 23 31 12 6",
          ),
          optional({
            timeZone: one("Europe/Berlin", "Etc/UTC", null),
            concurrencyPolicy: one("Allow", "Forbid", "Replace"),
            startingDeadlineSeconds: seconds,
            suspend: one(true, false, null),
            successfulJobsHistoryLimit: history,
            failedJobsHistoryLimit: history,
          }),
          jobSpec,
        )
        .map(([schedule, more, job]) => ({ ...more, schedule, jobTemplate: { spec: job } })),
    ),
  },
  {
    weight: 6,
    apiVersion: "v1",
    kind: "Service",
    fields: spec(
      fc
        .tuple(
          servicePorts,
          optional({
            type: one("ClusterIP", "NodePort", "LoadBalancer", null, ""),
            selector: one({ app: "web" }, {}, null),
            sessionAffinity: one("None", "ClientIP"),
            publishNotReadyAddresses: one(true, false),
            ipFamilyPolicy: one("SingleStack"),
            externalIPs: one(["192.0.2.1"], []),
            internalTrafficPolicy: one("Cluster", "Local"),
            trafficDistribution: one("PreferClose"),
          }),
        )
        .map(([ports, more]) => ({ ...more, ports })),
    ),
  },
  {
    weight: 1,
    apiVersion: "v1",
    kind: "Service",
    fields: spec(
      one(
        { clusterIP: "None", selector: { app: "web" } },
        { type: "ExternalName", externalName: "db.example.org" },
        { type: "ExternalName", externalName: "10.0.0.1" },
        { clusterIP: "None", ports: [{ port: 80 }] },
      ),
    ),
  },
  {
    weight: 3,
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    fields: spec(
      fc
        .tuple(
          one(
            { service: { name: "web", port: { number: 80 } } },
            { service: { name: "web", port: { name: "http" } } },
          ),
          one("Prefix", "Exact", "ImplementationSpecific"),
          optional({
            host: one("example.org", "*.example.org"),
            tls: one([{ secretName: "tls" }], [{ hosts: ["example.org"] }], []),
            ingressClassName: one("nginx", null),
          }),
        )
        .map(
          ([backend, pathType, { host, ...more }]): Json => ({
            ...more,
            rules: [
              { ...(host !== undefined && { host }), http: { paths: [{ path: "/", pathType, backend }] } },
            ],
          }),
        ),
    ),
  },
  {
    weight: 4,
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    fields: spec(
      fc
        .tuple(
          anySelector,
          optional({
            policyTypes: one(["Ingress"], ["Egress"], ["Ingress", "Egress"]),
            ingress: fc.array(
              optional({
                from: fc.array(peer, { maxLength: 2 }),
                ports: fc.array(policyPort, { maxLength: 2 }),
              }),
              { maxLength: 2 },
            ),
            egress: fc.array(
              optional({
                to: fc.array(peer, { maxLength: 2 }),
                ports: fc.array(policyPort, { maxLength: 2 }),
              }),
              { maxLength: 2 },
            ),
          }),
        )
        .map(([podSelector, more]) => ({ ...more, podSelector })),
    ),
  },
  {
    weight: 3,
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    fields: spec(
      fc
        .tuple(
          anySelector,
          fc.oneof(
            percentOrCount.map((minAvailable): Fields => ({ minAvailable })),
            percentOrCount.map((maxUnavailable): Fields => ({ maxUnavailable })),
          ),
          optional({ unhealthyPodEvictionPolicy: one("AlwaysAllow", "IfHealthyBudget") }),
        )
        .map(([chosen, budget, more]) => ({ ...more, ...budget, selector: chosen })),
    ),
  },
  {
    weight: 3,
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    fields: spec(
      fc
        .tuple(one(1, 2, null), one(2, 10), optional({ metrics: fc.array(metric, { maxLength: 2 }) }))
        .map(([minReplicas, maxReplicas, more]) => ({
          ...more,
          minReplicas,
          maxReplicas,
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
        })),
    ),
  },
  {
    weight: 3,
    apiVersion: "v1",
    kind: "ConfigMap",
    fields: optional({
      data: fc.dictionary(text("a", "b.conf", "UPPER_case", "a.b-c_d"), one("", "true", "1", "a: b\n"), {
        noNullPrototype: true,
      }),
      binaryData: one({ bin: "aGk=" }, null),
      immutable: one(true, false, null),
    }) as Arbitrary<Fields>,
  },
  {
    weight: 4,
    apiVersion: "v1",
    kind: "Secret",
    fields: fc.oneof(
      optional({
        type: one("Opaque", "", null, "acme.example/own"),
        data: one({ key: "aGk=" }, {}, null, { key: "" }, { key: "aGk=\n" }),
        stringData: one({ other: "x" }, null),
        immutable: one(true, false),
      }),
      oneObject(
        { type: "kubernetes.io/basic-auth", stringData: { username: "a", password: "b" } },
        { type: "kubernetes.io/ssh-auth", stringData: { "ssh-privatekey": "x" } },
        { type: "kubernetes.io/tls", data: { "tls.crt": "", "tls.key": "" } },
        { type: "kubernetes.io/dockerconfigjson", stringData: { ".dockerconfigjson": "{}" } },
        {
          type: "kubernetes.io/dockerconfigjson",
          stringData: { ".dockerconfigjson": '{"auths":{"a.example":{"auth":"YTpi"}}}' },
        },
        { type: "kubernetes.io/dockercfg", stringData: { ".dockercfg": '{"a.example":{"auth":"YTpi"}}' } },
        { type: "bootstrap.kubernetes.io/token", stringData: { "token-id": "abcdef" } },
      ),
    ),
  },
  { weight: 3, apiVersion: "v1", kind: "PersistentVolumeClaim", fields: spec(claim) },
  {
    weight: 2,
    apiVersion: "v1",
    kind: "PersistentVolume",
    cluster: true,
    fields: spec(
      fc
        .tuple(
          one(
            { hostPath: { path: "/data" } },
            { nfs: { server: "a", path: "/" } },
            { csi: { driver: "d.example.org", volumeHandle: "h" } },
          ),
          optional({
            persistentVolumeReclaimPolicy: one("Retain", "Delete"),
            storageClassName: one("", "fast"),
          }),
        )
        .map(([source, more]) => ({
          ...more,
          ...(source as Fields),
          capacity: { storage: "1Gi" },
          accessModes: ["ReadWriteOnce"],
        })),
    ),
  },
  {
    weight: 3,
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    fields: policyRules.map((rules): Fields => ({ rules })),
  },
  {
    weight: 3,
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    cluster: true,
    fields: fc.oneof(
      policyRules.map((rules): Fields => ({ rules })),
      oneObject(
        { rules: [{ nonResourceURLs: ["/metrics", "/healthz/*"], verbs: ["get"] }] },
        { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: "b" } }] }, rules: [] },
        { rules: null },
      ),
    ),
  },
  {
    weight: 2,
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    fields: fc
      .tuple(subjects, text("Role", "ClusterRole"))
      .map(([who, kind]): Fields => ({ subjects: who, roleRef: roleRef(kind) })),
  },
  {
    weight: 2,
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    cluster: true,
    fields: subjects.map((who): Fields => ({ subjects: who, roleRef: roleRef("ClusterRole") })),
  },
  {
    weight: 2,
    apiVersion: "v1",
    kind: "ServiceAccount",
    fields: optional({
      automountServiceAccountToken: one(true, false, null),
      imagePullSecrets: one([{ name: "pull" }], []),
      secrets: one([{ name: "token" }]),
    }),
  },
  { weight: 2, apiVersion: "v1", kind: "Namespace", cluster: true, fields: fc.constant({}) },
  {
    weight: 2,
    apiVersion: "v1",
    kind: "ResourceQuota",
    fields: spec(
      fc
        .dictionary(
          text("requests.cpu", "limits.memory", "pods", "services.nodeports", "count/deployments.apps"),
          amount,
          { noNullPrototype: true },
        )
        .map((hard): Json => ({ hard })),
    ),
  },
  {
    weight: 2,
    apiVersion: "v1",
    kind: "LimitRange",
    fields: spec(
      one(
        {
          limits: [
            { type: "Container", default: { cpu: "1", memory: "1Gi" }, defaultRequest: { cpu: "100m" } },
          ],
        },
        {
          limits: [
            { type: "Pod", max: { cpu: 2 } },
            { type: "PersistentVolumeClaim", min: { storage: "1Gi" } },
          ],
        },
        { limits: [{ type: "Container" }] },
      ),
    ),
  },
  {
    weight: 1,
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    cluster: true,
    fields: oneObject(
      { value: 100 },
      { value: -5, preemptionPolicy: "Never" },
      { value: 0, globalDefault: true },
    ),
  },
  {
    weight: 1,
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    cluster: true,
    fields: oneObject(
      { provisioner: "d.example.org" },
      { provisioner: "d.example.org", reclaimPolicy: "Retain", volumeBindingMode: "WaitForFirstConsumer" },
    ),
  },
  {
    weight: 1,
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    cluster: true,
    fields: one("Fail", "Ignore").map(
      (failurePolicy): Fields => ({
        webhooks: [
          {
            name: "check.example.org",
            failurePolicy,
            sideEffects: "None",
            admissionReviewVersions: ["v1"],
            clientConfig: { service: { namespace: "shop", name: "hook" } },
            rules: [{ apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*"] }],
          },
        ],
      }),
    ),
  },
  {
    weight: 1,
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    cluster: true,
    fields: fc.constant({ spec: { controller: "example.org/ingress" } }),
  },
  {
    weight: 1,
    apiVersion: "node.k8s.io/v1",
    kind: "RuntimeClass",
    cluster: true,
    fields: fc.constant({ handler: "runsc" }),
  },
];

/** One object of a kind that the server has. */
export const objects: Arbitrary<Fields> = fc.oneof(
  ...kinds.map(({ weight, apiVersion, kind, cluster = false, fields }) => ({
    weight,
    arbitrary: fc
      .tuple(metadata(cluster), fields)
      .map(([meta, rest]): Fields => ({ apiVersion, kind, metadata: meta, ...rest })),
  })),
);
