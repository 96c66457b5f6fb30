/**
 * KubeLinter's built-in checks with their templates, and which of them are on by default.
 * Source: https://docs.kubelinter.io/#/generated/checks (KubeLinter of August 2026)
 */
export const templateOf: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "access-to-create-pods": "access-to-resources",
    "access-to-secrets": "access-to-resources",
    "cluster-admin-role-binding": "cluster-admin-role-binding",
    "dangling-horizontalpodautoscaler": "dangling-horizontalpodautoscaler",
    "dangling-ingress": "dangling-ingress",
    "dangling-networkpolicy": "dangling-networkpolicy",
    "dangling-networkpolicypeer-podselector": "dangling-networkpolicypeer-podselector",
    "dangling-service": "dangling-service",
    "dangling-servicemonitor": "dangling-servicemonitor",
    "default-service-account": "service-account",
    "deprecated-service-account-field": "deprecated-service-account-field",
    "dnsconfig-options": "dnsconfig-options",
    "docker-sock": "host-mounts",
    "drop-net-raw-capability": "verify-container-capabilities",
    "duplicate-env-var": "duplicate-env-var",
    "env-value-from": "env-value-from",
    "env-var-secret": "env-var",
    "exposed-services": "forbidden-service-types",
    "host-ipc": "host-ipc",
    "host-network": "host-network",
    "host-pid": "host-pid",
    "hpa-minimum-three-replicas": "hpa-minimum-replicas",
    "invalid-target-ports": "target-port",
    "job-ttl-seconds-after-finished": "job-ttl-seconds-after-finished",
    "latest-tag": "latest-tag",
    "liveness-port": "liveness-port",
    "minimum-three-replicas": "minimum-replicas",
    "mismatching-selector": "mismatching-selector",
    "no-anti-affinity": "anti-affinity",
    "no-extensions-v1beta": "disallowed-api-obj",
    "no-liveness-probe": "liveness-probe",
    "no-node-affinity": "no-node-affinity",
    "no-read-only-root-fs": "read-only-root-fs",
    "no-readiness-probe": "readiness-probe",
    "no-rolling-update-strategy": "update-configuration",
    "non-existent-service-account": "non-existent-service-account",
    "non-isolated-pod": "non-isolated-pod",
    "pdb-max-unavailable": "pdb-max-unavailable",
    "pdb-min-available": "pdb-min-available",
    "pdb-unhealthy-pod-eviction-policy": "pdb-unhealthy-pod-eviction-policy",
    "priority-class-name": "priority-class-name",
    "privilege-escalation-container": "privilege-escalation-container",
    "privileged-container": "privileged",
    "privileged-ports": "privileged-ports",
    "read-secret-from-env-var": "read-secret-from-env-var",
    "readiness-port": "readiness-port",
    "required-annotation-email": "required-annotation",
    "required-label-owner": "required-label",
    "restart-policy": "restart-policy",
    "run-as-non-root": "run-as-non-root",
    "scc-deny-privileged-container": "scc-deny-privileged-container",
    "schema-validation": "kubeconform",
    "sensitive-host-mounts": "host-mounts",
    "sorted-keys": "sorted-keys",
    "ssh-port": "ports",
    "startup-port": "startup-port",
    "unsafe-proc-mount": "unsafe-proc-mount",
    "unsafe-sysctls": "unsafe-sysctls",
    "unset-cpu-requirements": "cpu-requirements",
    "unset-memory-requirements": "memory-requirements",
    "use-namespace": "use-namespace",
    "wildcard-in-rules": "wildcard-in-rules",
    "writable-host-mount": "writable-host-mount",
  }),
);

export const defaultChecks: ReadonlySet<string> = new Set([
  "dangling-service",
  "deprecated-service-account-field",
  "docker-sock",
  "drop-net-raw-capability",
  "duplicate-env-var",
  "env-var-secret",
  "host-ipc",
  "host-network",
  "host-pid",
  "invalid-target-ports",
  "job-ttl-seconds-after-finished",
  "latest-tag",
  "liveness-port",
  "mismatching-selector",
  "no-anti-affinity",
  "no-extensions-v1beta",
  "no-read-only-root-fs",
  "non-existent-service-account",
  "pdb-max-unavailable",
  "pdb-min-available",
  "pdb-unhealthy-pod-eviction-policy",
  "privilege-escalation-container",
  "privileged-container",
  "readiness-port",
  "run-as-non-root",
  "sensitive-host-mounts",
  "ssh-port",
  "startup-port",
  "unsafe-sysctls",
  "unset-cpu-requirements",
  "unset-memory-requirements",
]);

/** For a rule that covers several checks: the option value that selects one of them. */
interface Part {
  readonly rule: string;
  readonly option: string;
  readonly value: string;
}

const part = (rule: string, option: string, value: string): Part => ({ rule, option, value });
const ofProbe = (probe: string): readonly Part[] => [
  part("probe-port-name-unknown", "probes", probe),
  part("probe-port-undeclared", "probes", probe),
];

export const partsOf: ReadonlyMap<string, readonly Part[]> = new Map(
  Object.entries({
    "host-network": [part("host-namespace", "fields", "hostNetwork")],
    "host-pid": [part("host-namespace", "fields", "hostPID")],
    "host-ipc": [part("host-namespace", "fields", "hostIPC")],
    "pdb-max-unavailable": [part("disruption-budget-blocks", "fields", "maxUnavailable")],
    "pdb-min-available": [part("disruption-budget-blocks", "fields", "minAvailable")],
    "dangling-service": [part("selector-selects-nothing", "owners", "Service")],
    "dangling-networkpolicy": [part("selector-selects-nothing", "owners", "NetworkPolicy")],
    "dangling-networkpolicypeer-podselector": [
      part("selector-selects-nothing", "owners", "NetworkPolicy peer"),
    ],
    "liveness-port": ofProbe("liveness"),
    "readiness-port": ofProbe("readiness"),
    "startup-port": ofProbe("startup"),
  }),
);

/** The kinds behind KubeLinter's names for groups of kinds, in the form of overrides. */
export function kindsOf(objectKind: string): readonly string[] {
  if (objectKind === "Any") return ["*"];
  return groups.get(objectKind) ?? [objectKind];
}

const jobs = ["Job", "CronJob"];

/** Source: https://github.com/stackrox/kube-linter/tree/main/pkg/objectkinds */
const groups: ReadonlyMap<string, readonly string[]> = new Map([
  ["JobLike", jobs],
  [
    "DeploymentLike",
    [
      "Deployment",
      "DaemonSet",
      "DeploymentConfig",
      "StatefulSet",
      "ReplicaSet",
      "Pod",
      "ReplicationController",
      ...jobs,
    ],
  ],
]);
