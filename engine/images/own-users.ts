import { numberedUserOf } from "./numbered-users.ts";
import type { ImageReference } from "./reference.ts";
import { splitTag } from "./tags.ts";
import { compareVersions } from "./versions.ts";

/** The non-root user that an unofficial image sets itself. */
export interface OwnUser {
  /** Its name in the image; undefined if it has only a number. */
  readonly name: string | undefined;
  /** Undefined if it differs between images or versions. */
  readonly uid: number | undefined;
  readonly source: string;
}

interface Row {
  /** With the registry; `*` at the end matches the rest of the path. */
  readonly images: readonly string[];
  /** Exceptions below a wildcard. */
  readonly but?: readonly string[];
  /** The first version that it applies to. */
  readonly from?: string;
  /** The first version that it no longer applies to. */
  readonly before?: string;
  /** An additional condition on the tag. */
  readonly when?: (tag: string) => boolean;
  readonly name?: string;
  readonly uid?: number;
  /** Where `USER` is set. */
  readonly source: string;
}

/** What is known about an image's own user; undefined for images that start as root or that were not checked. */
export function ownUserOf(image: ImageReference): OwnUser | undefined {
  const full = `${image.registry}/${image.repository}`;
  const row = ROWS.find((candidate) => isOf(candidate, full) && holdsFor(candidate, image));
  return row ? { name: row.name, uid: row.uid, source: row.source } : numberedUserOf(image);
}

function isOf({ images, but = [] }: Row, full: string): boolean {
  const isOne = images.some((image) =>
    image.endsWith("*") ? full.startsWith(image.slice(0, -1)) : image === full,
  );
  return isOne && !but.includes(full.slice(full.lastIndexOf("/") + 1));
}

function holdsFor({ from, before, when }: Row, { tag, digest }: ImageReference): boolean {
  const isBounded = from !== undefined || before !== undefined || when !== undefined;
  // A digest alone can be any version.
  if (tag === undefined && digest !== undefined) return !isBounded;
  const { version } = splitTag(tag ?? "latest");
  // A tag without a version means the newest one.
  const isFrom = from === undefined || version === "" || 0 <= compareVersions(version, from);
  const isBefore = before === undefined || (version !== "" && compareVersions(version, before) < 0);
  return isFrom && isBefore && (when?.(tag ?? "latest") ?? true);
}

function file(repository: string, commit: string, path = "Dockerfile"): string {
  return `https://github.com/${repository}/blob/${commit}/${path}`;
}

const nobody = { name: "nobody", uid: 65534 } as const;
const nonroot = { name: "nonroot", uid: 65532 } as const;

/**
 * The images that the Prometheus project publishes in both places. Not all of them: the blackbox and SNMP exporters
 * start as root.
 */
function ofPrometheus(name: string, from: string, repository: string, commit: string): Row {
  const images = [`docker.io/prom/${name}`, `quay.io/prometheus/${name}`];
  return { images, from, ...nobody, source: file(`prometheus/${repository}`, commit) };
}

const CERT_MANAGER = ["controller", "webhook", "cainjector", "acmesolver", "startupapicheck"].map(
  (name) => `quay.io/jetstack/cert-manager-${name}`,
);

const OTEL_COLLECTOR = [
  "opentelemetry-collector",
  "opentelemetry-collector-contrib",
  "opentelemetry-collector-k8s",
];

/** Bitnami's images that were checked; `git` and `minideb` start as root. */
const BITNAMI =
  `cassandra elasticsearch etcd external-dns kafka kubectl mariadb mariadb-galera memcached minio mongodb mongodb-exporter
  mysql mysqld-exporter nats nginx nginx-exporter openldap pgbouncer pgpool postgres-exporter postgresql postgresql-repmgr
  prometheus rabbitmq redis redis-cluster redis-exporter redis-sentinel schema-registry spark thanos valkey wordpress
  zookeeper`.split(/\s+/);

const ROWS: readonly Row[] = [
  {
    // Its older versions and their variants on Alpine start as root.
    images: ["docker.io/hashicorp/http-echo"],
    from: "1",
    when: (tag) => !tag.includes("alpine"),
    ...nonroot,
    source: file("hashicorp/http-echo", "b69bfb9"),
  },
  {
    // Distroless since; the variant on Alpine has no `USER`.
    images: ["quay.io/oauth2-proxy/oauth2-proxy"],
    from: "7.6",
    when: (tag) => !tag.includes("alpine"),
    ...nonroot,
    source: file("oauth2-proxy/oauth2-proxy", "00e530f8d4947edd564eacd09257ee2eb017d556"),
  },
  ofPrometheus("prometheus", "2", "prometheus", "d15adb9ad7e5d9fbde3a9a8f30200593a5a14d86"),
  ofPrometheus("alertmanager", "0.16", "alertmanager", "68fb2d5759b3a92c0bb2a1a13d4ef7ff5b06256d"),
  ofPrometheus("node-exporter", "0.15", "node_exporter", "a7dcc3a01545180d4f2087db70994cbc3abfed13"),
  ofPrometheus("pushgateway", "0.8", "pushgateway", "412bd22b127962a4da9ee024f702c85213d915ec"),
  ofPrometheus("mysqld-exporter", "0.12", "mysqld_exporter", "55c0976be865760bfe8e9dcd7881d9bb50f4e5d8"),
  ofPrometheus("statsd-exporter", "0.10.1", "statsd_exporter", "ac592b1e33bd379c97437884050e3105a4bae78e"),
  ofPrometheus("memcached-exporter", "0.6", "memcached_exporter", "17e002c6e36fa602446b054d5be1b23c7557b44c"),
  ofPrometheus("graphite-exporter", "0.6", "graphite_exporter", "42fb7de2d911e5e6b0629cf71ead61e2b8923d7b"),
  ofPrometheus("consul-exporter", "0.6", "consul_exporter", "9b351b6f73571385f9275b034ee2186e5b1b01dd"),
  {
    images: [
      "quay.io/prometheus-operator/prometheus-operator",
      "quay.io/prometheus-operator/prometheus-config-reloader",
      "quay.io/coreos/prometheus-operator",
    ],
    from: "0.27",
    ...nobody,
    source: file("prometheus-operator/prometheus-operator", "6adcebc5076c34f4f55f8f5f7b1e528929373ac7"),
  },
  {
    images: [
      "quay.io/prometheuscommunity/postgres-exporter",
      "docker.io/prometheuscommunity/postgres-exporter",
    ],
    from: "0.9",
    ...nobody,
    source: file("prometheus-community/postgres_exporter", "dbb1987e2f0db61c47efb1bb66cc15bbf16f4c11"),
  },
  {
    images: ["docker.io/oliver006/redis_exporter", "quay.io/oliver006/redis_exporter"],
    from: "0.28",
    uid: 59000,
    source: file("oliver006/redis_exporter", "cd5941f16199f1f1fa9c12b3bf24b509875c955a"),
  },
  {
    // Previously `nobody`, with a different number; the program is static and owns no files.
    images: ["docker.io/kbudde/rabbitmq-exporter"],
    from: "1.0.0-RC7",
    uid: 65535,
    source: file("kbudde/rabbitmq_exporter", "4dcae0489d93568daeb2c7c4e7d891bf8aab5df8"),
  },
  {
    images: [
      "docker.io/grafana/grafana",
      "docker.io/grafana/grafana-oss",
      "docker.io/grafana/grafana-enterprise",
    ],
    from: "5.1",
    name: "grafana",
    uid: 472,
    source: file("grafana/grafana-docker", "984f4e02876e94612a16fc71307b565484cef1b6"),
  },
  {
    images: ["docker.io/grafana/loki"],
    from: "2",
    name: "loki",
    uid: 10001,
    source: file("grafana/loki", "65e30f8488e8a5ea2013c6881675f8103a8f6bc7", "cmd/loki/Dockerfile"),
  },
  {
    images: [
      "all-in-one",
      "jaeger-collector",
      "jaeger-query",
      "jaeger-ingester",
      "jaeger-remote-storage",
    ].map((name) => `docker.io/jaegertracing/${name}`),
    from: "1.50",
    uid: 10001,
    source: file(
      "jaegertracing/jaeger",
      "9595e9b0c58134663c1bde3234e307cab071ab15",
      "cmd/all-in-one/Dockerfile",
    ),
  },
  {
    images: ["docker.io/jaegertracing/jaeger-agent"],
    from: "1.20",
    uid: 10001,
    source: file("jaegertracing/jaeger", "0a889e8ea7ca887f30eaa814456d86ad97be3f8e", "cmd/agent/Dockerfile"),
  },
  {
    images: ["docker.io/jaegertracing/jaeger"],
    uid: 10001,
    source: file("jaegertracing/jaeger", "8498073ff809b1a3923521920a9b1b017ea97ecf", "cmd/jaeger/Dockerfile"),
  },
  {
    images: [
      ...OTEL_COLLECTOR.map((name) => `docker.io/otel/${name}`),
      ...OTEL_COLLECTOR.map((name) => `ghcr.io/open-telemetry/opentelemetry-collector-releases/${name}`),
    ],
    uid: 10001,
    source: file(
      "open-telemetry/opentelemetry-collector-releases",
      "ceccc19da2df99e24c1d826bd1600e0edbdbea3d",
      "distributions/otelcol-contrib/Dockerfile",
    ),
  },
  {
    images: ["ghcr.io/open-telemetry/opentelemetry-operator/opentelemetry-operator"],
    from: "0.11",
    uid: 65532,
    source: file("open-telemetry/opentelemetry-operator", "be8944414a876f17fcdeb5a59b86b8866fb5c88e"),
  },
  {
    images: [
      "registry.k8s.io/kube-state-metrics/kube-state-metrics",
      "k8s.gcr.io/kube-state-metrics/kube-state-metrics",
      "quay.io/coreos/kube-state-metrics",
    ],
    from: "1.8",
    ...nobody,
    source: file("kubernetes/kube-state-metrics", "c92fe0c5ce02d3b52abf54490e00db6c706f2ba5"),
  },
  {
    images: ["registry.k8s.io/metrics-server/metrics-server", "k8s.gcr.io/metrics-server/metrics-server"],
    from: "0.4",
    uid: 65534,
    source: file("kubernetes-sigs/metrics-server", "5ed5d3a2cf940a8c7541cfbac19af822f4c97844"),
  },
  {
    images: ["registry.k8s.io/prometheus-adapter/prometheus-adapter"],
    from: "0.9",
    uid: 65534,
    source: file("kubernetes-sigs/prometheus-adapter", "01919d0ef11859bc214e0c8a8bd5368afd9d47f7"),
  },
  {
    images: ["registry.k8s.io/ingress-nginx/controller"],
    from: "1",
    name: "www-data",
    uid: 101,
    source: file(
      "kubernetes/ingress-nginx",
      "dbb11b92ddb77bee9c35e462479129354c84f939",
      "deploy/static/provider/cloud/deploy.yaml",
    ),
  },
  {
    images: CERT_MANAGER,
    from: "1.8",
    before: "1.20",
    uid: 1000,
    source: file(
      "cert-manager/cert-manager",
      "3817f7d02349099f53cdd7b9c5b79b6640eb0491",
      "hack/containers/Containerfile.controller",
    ),
  },
  {
    images: CERT_MANAGER,
    from: "1.20",
    ...nonroot,
    source: "https://github.com/cert-manager/cert-manager/commit/36ec644e753fe415c5d679d1b153bfae02ed78de",
  },
  {
    images: ["quay.io/strimzi/operator", "quay.io/strimzi/kafka"],
    uid: 1001,
    source: file(
      "strimzi/strimzi-kafka-operator",
      "8541da1e336bdcda9647aeacfbc2048e57580a52",
      "docker-images/operator/Dockerfile",
    ),
  },
  {
    images: ["quay.io/strimzi/drain-cleaner"],
    uid: 1001,
    source: file("strimzi/drain-cleaner", "81dbda45163ca407a3dbbd8aa1cfd4341d040ffa"),
  },
  {
    images: ["quay.io/strimzi/access-operator"],
    uid: 1001,
    source: file("strimzi/kafka-access-operator", "8a05fab03b8c69c3f21f9428b8a0e355f84ec010"),
  },
  {
    images: ["quay.io/argoproj/argocd", "docker.io/argoproj/argocd"],
    from: "1",
    name: "argocd",
    uid: 999,
    source: file("argoproj/argo-cd", "37ee0097cf851bc2dd7665fc081bbce61a7e836e"),
  },
  {
    images: ["docker.io/bitnami/sealed-secrets-controller", "docker.io/bitnami/sealed-secrets-kubeseal"],
    uid: 1001,
    source: file(
      "bitnami-labs/sealed-secrets",
      "86671a8851be1e6c2dfef4e12e2d7c19ed24ac94",
      "docker/controller.Dockerfile",
    ),
  },
  {
    images: ["bitnami", "bitnamilegacy", "bitnamisecure"].flatMap((namespace) =>
      BITNAMI.map((name) => `docker.io/${namespace}/${name}`),
    ),
    when: (tag) => !/debian-(?:8|9)(?!\d)|(?:ol|rhel|centos)-7/.test(tag),
    uid: 1001,
    source: file(
      "bitnami/containers",
      "0f576b4d319bf3153ed5074a5e37e8f97b4e90a9",
      "bitnami/redis/8.0/debian-12/Dockerfile",
    ),
  },
  {
    images: ["gcr.io/distroless/*"],
    when: (tag) => /(?:^|-)nonroot(?:-|$)/.test(tag),
    ...nonroot,
    source: file(
      "GoogleContainerTools/distroless",
      "cd080764af3103b2f49fb5eb23297c72c945e77a",
      "common/variables.bzl",
    ),
  },
  {
    // "Use :nonroot base image for all containers".
    images: ["gcr.io/knative-releases/*"],
    ...nonroot,
    source: file("knative/serving", "98e5ef90aa7033797aa0a61ef97f3ff7e49a3944", ".ko.yaml"),
  },
  {
    images: ["gcr.io/cloud-sql-connectors/cloud-sql-proxy"],
    ...nonroot,
    source: file("GoogleCloudPlatform/cloud-sql-proxy", "31c3b33e3f85f294799c1136655efce52558b62d"),
  },
  {
    images: ["gcr.io/cloudsql-docker/gce-proxy"],
    from: "1.18",
    when: (tag) => !tag.includes("-"),
    ...nonroot,
    source:
      "https://github.com/GoogleCloudPlatform/cloud-sql-proxy/commit/c5c0be1b60bfc1c3fa862039619908a328066e5e",
  },
  {
    images: ["registry.opensource.zalan.do/acid/postgres-operator", "ghcr.io/zalando/postgres-operator"],
    uid: 1000,
    source: file(
      "zalando/postgres-operator",
      "a7aaad0a0b9517bb46077f2925eb80ae8ebe1a0c",
      "docker/Dockerfile",
    ),
  },
  {
    images: [
      "quay.io/brancz/kube-rbac-proxy",
      "gcr.io/kubebuilder/kube-rbac-proxy",
      "registry.k8s.io/kubebuilder/kube-rbac-proxy",
    ],
    from: "0.8",
    ...nonroot,
    source: file("brancz/kube-rbac-proxy", "898a9f44efb98797338433e785e02d98088980dd"),
  },
  {
    images: ["quay.io/thanos/thanos"],
    from: "0.32",
    uid: 1001,
    source: file("thanos-io/thanos", "e103a81bd5943697394afcb4fb592b6ffa806c30"),
  },
  {
    images: [
      "quay.io/kiwigrid/k8s-sidecar",
      "docker.io/kiwigrid/k8s-sidecar",
      "ghcr.io/kiwigrid/k8s-sidecar",
    ],
    from: "1",
    uid: 65534,
    source: file("kiwigrid/k8s-sidecar", "a61c7ac31c826c5e35efe53fbbcae93e1791799f"),
  },
  {
    images: ["ghcr.io/external-secrets/external-secrets"],
    from: "0.1",
    uid: 65534,
    source: file("external-secrets/external-secrets", "cc5bfbc2234ace9cb0caff4ea89c435cf517b27b"),
  },
  {
    images: [
      "ghcr.io/kedacore/keda",
      "ghcr.io/kedacore/keda-metrics-apiserver",
      "ghcr.io/kedacore/keda-admission-webhooks",
    ],
    from: "2",
    ...nonroot,
    source: file("kedacore/keda", "8b4f083ca8c8c2baf8477e322bd4d16ac4dfa09a"),
  },
  {
    // 1001 or 65532, depending on the version.
    images: ["docker.io/jaegertracing/jaeger-operator", "quay.io/jaegertracing/jaeger-operator"],
    from: "1.20",
    source: file("jaegertracing/jaeger-operator", "87d8ae049d910a65015a14c409dbdd1a8e561099"),
  },
  {
    images: ["gcr.io/kuar-demo/kuard-*"],
    ...nobody,
    source: file("kubernetes-up-and-running/kuard", "a27b6968777a865cea3af83713795b634c38858b"),
  },
  {
    images: ["docker.io/jenkins/jenkins"],
    name: "jenkins",
    uid: 1000,
    source: file("jenkinsci/docker", "ab3f5e0a80d666b1d554c2b7cad38b5c5ee35f1c", "debian/Dockerfile"),
  },
  {
    images: ["ghcr.io/home-operations/*"],
    but: "actions-runner busybox cni-plugins irqbalance kata-guest-kernel opentofu-runner theme-park".split(
      " ",
    ),
    ...nobody,
    source:
      "https://github.com/home-operations/containers/tree/a9b84a484c7eed40807d46494ed2ae8d59c0b274/apps",
  },
  {
    // `kah`, 568, until 2023; `nobody` since.
    images: ["ghcr.io/onedr0p/*"],
    but: "alpine cni-plugins kopia par2cmdline-turbo rclone ubuntu udp-broadcast-relay-redux volsync".split(
      " ",
    ),
    source: "https://github.com/onedr0p/containers/tree/5c15178f96c4d09829233e1ca84e011dfc2e2bbe/apps",
  },
  {
    images: ["ghcr.io/k8s-at-home/*"],
    but: "alpine apache-musicindex cni-plugins coredns leaf2mqtt network-ups-tools nullserv tt-rss".split(
      " ",
    ),
    name: "kah",
    uid: 568,
    source:
      "https://github.com/k8s-at-home/container-images/tree/41382c9728ae805d3d419eefa155b3690e556533/apps",
  },
];
