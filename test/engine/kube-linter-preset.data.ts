/**
 * Manifests with the counts that KubeLinter 0.8.3 has for each of its default checks: `kube-linter lint` on each alone.
 */
export const judgedByKubeLinter: readonly (readonly [
  name: string,
  manifest: string,
  checks: Record<string, number>,
])[] = [
  [
    "a pod that passes",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
`,
    {},
  ],
  [
    "a bare pod",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2" }] }
`,
    {
      "no-read-only-root-fs": 1,
      "run-as-non-root": 1,
      "unset-cpu-requirements": 1,
      "unset-memory-requirements": 1,
    },
  ],
  [
    "two bare containers and one for setup",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { initContainers: [{ name: init, image: "ghcr.io/acme/init:1.0.0" }], containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2" }, { name: proxy, image: "ghcr.io/acme/proxy:1.4.2" }] }
`,
    {
      "no-read-only-root-fs": 3,
      "run-as-non-root": 3,
      "unset-cpu-requirements": 3,
      "unset-memory-requirements": 3,
    },
  ],
  [
    "root for the whole pod",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { securityContext: { runAsUser: 0 }, containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2" }, { name: proxy, image: "ghcr.io/acme/proxy:1.4.2" }] }
`,
    {
      "no-read-only-root-fs": 2,
      "run-as-non-root": 2,
      "unset-cpu-requirements": 2,
      "unset-memory-requirements": 2,
    },
  ],
  [
    "runAsNonRoot with user 0",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { securityContext: { runAsUser: 0 }, containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
`,
    { "run-as-non-root": 1 },
  ],
  [
    "group 0",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { securityContext: { runAsGroup: 0 }, containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
`,
    {},
  ],
  [
    "the host network alone",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { hostNetwork: true, containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
`,
    { "host-network": 1 },
  ],
  [
    "the host PID and IPC namespaces",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { hostPID: true, hostIPC: true, containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
`,
    { "host-ipc": 1, "host-pid": 1 },
  ],
  [
    "a pod without an image",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web }] }
`,
    {
      "latest-tag": 1,
      "no-read-only-root-fs": 1,
      "run-as-non-root": 1,
      "unset-cpu-requirements": 1,
      "unset-memory-requirements": 1,
    },
  ],
  [
    "a pod without a name or an image",
    `apiVersion: v1
kind: Pod
metadata: { labels: { app: web } }
spec: { containers: [{ name: web }] }
`,
    {
      "latest-tag": 1,
      "no-read-only-root-fs": 1,
      "run-as-non-root": 1,
      "unset-cpu-requirements": 1,
      "unset-memory-requirements": 1,
    },
  ],
  [
    "a pod without containers",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { hostNetwork: true }
`,
    { "host-network": 1 },
  ],
  [
    "a Deployment without a template",
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { replicas: 1 }
`,
    { "mismatching-selector": 1 },
  ],
  [
    "a Deployment without a selector",
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { spec: { containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] } } }
`,
    { "mismatching-selector": 1 },
  ],
  [
    "a Job without a template",
    `apiVersion: batch/v1
kind: Job
metadata: { name: web }
spec: { completions: 1 }
`,
    { "job-ttl-seconds-after-finished": 1 },
  ],
  [
    "an untagged image",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: mongo, securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
`,
    { "latest-tag": 1 },
  ],
  [
    "an image of a closed repository",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: "minio/minio:latest", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
`,
    { "latest-tag": 1 },
  ],
  [
    "a digest",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: "ghcr.io/acme/web@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
`,
    {},
  ],
  [
    "topology spread constraints",
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: web } } }], containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
`,
    { "no-anti-affinity": 1 },
  ],
  [
    "anti-affinity over nodes",
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: web } } }] } }, containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
`,
    {},
  ],
  [
    "anti-affinity over zones",
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: topology.kubernetes.io/zone, labelSelector: { matchLabels: { app: web } } }] } }, containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
`,
    { "no-anti-affinity": 1 },
  ],
  [
    "anti-affinity of another namespace",
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/hostname, namespaces: [other], labelSelector: { matchLabels: { app: web } } }] } }, containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
`,
    { "no-anti-affinity": 1 },
  ],
  [
    "a Service of pods",
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`,
    {},
  ],
  [
    "a Service of nothing",
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: api }, ports: [{ port: 80 }] }
`,
    { "dangling-service": 1 },
  ],
  [
    "a Service without a selector",
    `---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { ports: [{ port: 80 }] }
`,
    { "dangling-service": 1 },
  ],
  [
    "a Service that is a name",
    `---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { type: ExternalName, externalName: db.example.com }
`,
    {},
  ],
  [
    "a budget without unavailable pods",
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { maxUnavailable: 0, unhealthyPodEvictionPolicy: AlwaysAllow, selector: { matchLabels: { app: web } } }
`,
    { "pdb-max-unavailable": 1 },
  ],
  [
    "a budget that requires all",
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { minAvailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow, selector: { matchLabels: { app: web } } }
`,
    { "pdb-min-available": 1 },
  ],
  [
    "probes of other ports",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } }, ports: [{ containerPort: 8080 }], livenessProbe: { tcpSocket: { port: 9000 } }, readinessProbe: { httpGet: { path: /, port: admin } }, startupProbe: { tcpSocket: { port: 8080 } } }] }
`,
    { "liveness-port": 1, "readiness-port": 1 },
  ],
  [
    "probes of a container without ports",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } }, startupProbe: { tcpSocket: { port: 8080 } } }] }
`,
    { "startup-port": 1 },
  ],
  [
    "two wrong labels in a selector",
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
  selector: { matchLabels: { app: api, tier: back } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
`,
    { "mismatching-selector": 1 },
  ],
  [
    "an unknown service account",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { serviceAccountName: web, containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
`,
    { "non-existent-service-account": 1 },
  ],
  [
    "sensitive mounts",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { volumes: [{ name: a, hostPath: { path: /etc } }, { name: b, hostPath: { path: /var/run/docker.sock } }], containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } }, volumeMounts: [{ name: a, mountPath: /a }, { name: b, mountPath: /b }] }] }
`,
    { "docker-sock": 1, "sensitive-host-mounts": 1 },
  ],
  [
    "a privileged container",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, privileged: true, allowPrivilegeEscalation: true, capabilities: { add: [NET_RAW] }, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
`,
    { "drop-net-raw-capability": 2, "privilege-escalation-container": 1, "privileged-container": 1 },
  ],
  [
    "variables",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } }, env: [{ name: A, value: x }, { name: A, value: z }, { name: MY_SECRET, value: hunter2 }] }] }
`,
    { "duplicate-env-var": 1, "env-var-secret": 1 },
  ],
  [
    "ports",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } }, ports: [{ containerPort: 22, name: a_b }] }] }
`,
    { "invalid-target-ports": 1, "ssh-port": 1 },
  ],
  [
    "sysctls",
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { securityContext: { sysctls: [{ name: kernel.msgmax, value: "1" }] }, containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2", securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true }, resources: { requests: { cpu: 100m }, limits: { memory: 64Mi } } }] }
`,
    { "unsafe-sysctls": 1 },
  ],
];
