/** Realistic manifests that are the same in every run. */

/** One generated object; its text starts with `---`. */
export interface Manifest {
  readonly name: string;
  readonly kind: string;
  readonly text: string;
}

/** The generated kinds, with the names of their definitions in the Kubernetes OpenAPI document. */
export const generatedKinds = [
  { apiVersion: "apps/v1", kind: "Deployment", definition: "io.k8s.api.apps.v1.Deployment" },
  { apiVersion: "v1", kind: "Service", definition: "io.k8s.api.core.v1.Service" },
  { apiVersion: "v1", kind: "ConfigMap", definition: "io.k8s.api.core.v1.ConfigMap" },
  { apiVersion: "networking.k8s.io/v1", kind: "Ingress", definition: "io.k8s.api.networking.v1.Ingress" },
  { apiVersion: "batch/v1", kind: "CronJob", definition: "io.k8s.api.batch.v1.CronJob" },
] as const;

/** Lines of one application: five manifests, of which the Deployment has 50. */
const linesPerApplication = 125;
const deploymentLines = 50;

/** The five manifests of the application with this number. */
function application(number: number): readonly Manifest[] {
  const random = generator(number);
  const app = `${pick(random, domains)}-${pick(random, roles)}-${number}`;
  const facts: Facts = {
    app,
    namespace: `team-${number % 40}`,
    team: pick(random, domains),
    image: pick(random, images),
    tag: pick(random, tags),
    replicas: 2 + Math.floor(random() * 4),
    port: 3000 + Math.floor(random() * 6000),
    // Ordinary manifests are mostly correct: some have one of these problems.
    nonRoot: random() < 0.8,
    memory: random() < 0.9 ? "memory: 256Mi" : "ephemeral-storage: 1Gi",
  };
  return [
    { name: "deployment", kind: "Deployment", text: deployment(facts) },
    { name: "service", kind: "Service", text: service(facts) },
    { name: "configmap", kind: "ConfigMap", text: configMap(facts) },
    { name: "ingress", kind: "Ingress", text: ingress(facts) },
    { name: "cronjob", kind: "CronJob", text: cronJob(facts) },
  ];
}

/** A stream of manifests with the given number of lines: 50, or a multiple of an application's. */
export function stream(lines: number): string {
  if (lines === deploymentLines) return application(0)[0]!.text;
  if (lines % linesPerApplication !== 0)
    throw new RangeError(`not a multiple of ${linesPerApplication} lines`);
  return applications(lines / linesPerApplication)
    .map(({ text }) => text)
    .join("");
}

/** One document with at least the given number of bytes: a `List` of the same manifests. */
export function singleDocument(bytes: number): string {
  const parts = ["apiVersion: v1\nkind: List\nitems:\n"];
  let length = parts[0]!.length;
  for (let number = 0; length < bytes; number++) {
    for (const { text } of application(number)) {
      const item = text.slice("---\n".length).replace(/^(?=.)/gm, "    ");
      parts.push(`  - ${item.trimStart()}`);
      length += parts.at(-1)!.length;
    }
  }
  return parts.join("");
}

export function applications(count: number): readonly Manifest[] {
  return Array.from({ length: count }, (_, number) => application(number)).flat();
}

interface Facts {
  readonly app: string;
  readonly namespace: string;
  readonly team: string;
  readonly image: string;
  readonly tag: string;
  readonly replicas: number;
  readonly port: number;
  readonly nonRoot: boolean;
  readonly memory: string;
}

const domains = ["orders", "billing", "catalog", "search", "identity", "shipping", "reviews", "stock"];
const roles = ["api", "worker", "web", "gateway", "importer", "scheduler"];
const images = [
  "registry.example.com/shop/api",
  "ghcr.io/example/service",
  "nginx",
  "quay.io/example/worker",
];
const tags = [":1.27.3", ":v2.4.0", ":2026-10-01", ":1.0.0-rc.2", ":latest", ""];

function head(apiVersion: string, kind: string, { app, namespace, team }: Facts, name = app): string {
  return `---
apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    app.kubernetes.io/name: ${app}
    team: ${team}
`;
}

function deployment(facts: Facts): string {
  const { app, image, tag, replicas, port, nonRoot, memory } = facts;
  return `${head("apps/v1", "Deployment", facts)}spec:
  replicas: ${replicas}
  selector:
    matchLabels:
      app.kubernetes.io/name: ${app}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${app}
    spec:
      serviceAccountName: ${app}
      containers:
        - name: main
          image: ${image}${tag}
          args: ["--listen=:${port}", "--log-format=json"]
          ports:
            - name: http
              containerPort: ${port}
          env:
            - name: DATABASE_URL
              valueFrom:
                secretKeyRef:
                  name: ${app}-database
                  key: url
          resources:
            requests:
              cpu: 100m
              ${memory}
            limits:
              ${memory}
          readinessProbe:
            httpGet:
              path: /healthz/ready
              port: http
          securityContext:
            runAsNonRoot: ${nonRoot}
            readOnlyRootFilesystem: ${nonRoot}
      volumes:
        - name: settings
          configMap:
            name: ${app}-settings
`;
}

function service(facts: Facts): string {
  return `${head("v1", "Service", facts)}spec:
  ports: [{ name: http, port: 80, targetPort: http }]
  selector:
    app.kubernetes.io/name: ${facts.app}
`;
}

function configMap(facts: Facts): string {
  const { app, port } = facts;
  const upstreams = Array.from({ length: 24 }, (_, at) => `${app}-${at}.internal:${port + at}`).join(",");
  return `${head("v1", "ConfigMap", facts, `${app}-settings`)}data:
  UPSTREAMS: "${upstreams}"
  FEATURE_FLAGS: "new-checkout,fast-search,dark-mode"
  application.properties: |
    server.port=${port}
    management.endpoints.web.exposure.include=health,prometheus
    spring.datasource.hikari.maximum-pool-size=20
`;
}

function ingress(facts: Facts): string {
  return `${head("networking.k8s.io/v1", "Ingress", facts)}spec:
  ingressClassName: nginx
  rules:
    - host: ${facts.app}.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: ${facts.app}, port: { name: http } } }
`;
}

function cronJob(facts: Facts): string {
  const { app, image, tag, nonRoot, memory } = facts;
  return `${head("batch/v1", "CronJob", facts, `${app}-cleanup`)}spec:
  schedule: "${facts.port % 60} 3 * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      backoffLimit: 2
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: cleanup
              image: ${image}${tag}
              command: ["/bin/cleanup", "--older-than=30d"]
              resources:
                limits: { cpu: 200m, ${memory} }
              securityContext:
                runAsNonRoot: ${nonRoot}
                allowPrivilegeEscalation: false
                capabilities: { drop: ["ALL"] }
`;
}

/** Numbers from 0 to 1 that depend only on the seed. Source: Marsaglia, "Xorshift RNGs", 2003. */
function generator(seed: number): () => number {
  let state = (seed + 1) * 2654435761;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function pick<Item>(random: () => number, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)]!;
}
