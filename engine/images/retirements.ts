import type { ImageReference } from "./reference.ts";
import { splitTag } from "./tags.ts";
import { compareVersions } from "./versions.ts";

/** One retired registry or part of it. Where several rows cover an image, the first one counts. */
export interface RetirementRow {
  /** In lowercase; a leading `*.` matches any subdomain. */
  readonly registry: string;
  /** The beginning of the repository in whole components; undefined covers all repositories. */
  readonly path?: string;
  /** The path is a single repository and covers none below it. */
  readonly exact?: true;
  /** An additional condition. */
  readonly when?: (reference: ImageReference) => boolean;
  readonly state: "shut" | "frozen" | "moved" | "closing";
  readonly since?: string;
  readonly fact: string;
  readonly note?: string;
  /** When the registry closes: `at the end of 2026`. */
  readonly ends?: string;
  /** The key that must be true in a chart's values before the chart accepts the new registry. */
  readonly chartNeeds?: string;
  /** Replaces the registry and the path. */
  readonly to?: string;
  /** `content`: the same content under the same tag and digest; `tags`: the same tags; undefined: unknown. */
  readonly carriesOver?: "content" | "tags";
  readonly source: string;
}

const FROZEN = "has received no new images";
const GONE = "was shut down";

/**
 * Former hosts of the Kubernetes project. Its maintainer states: "Images can be migrated 1:1 as all old images exist".
 */
const ONE_TO_ONE = "https://github.com/kubernetes-sigs/sig-storage-local-static-provisioner/issues/479";

const KUBERNETES: readonly RetirementRow[] = [
  {
    registry: "k8s.gcr.io",
    state: "frozen",
    since: "2023-04-03",
    fact: FROZEN,
    note: "It redirects to registry.k8s.io for now and will be shut down.",
    to: "registry.k8s.io",
    carriesOver: "content",
    source: "https://kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement/",
  },
  ...["gcr.io", "us.gcr.io", "eu.gcr.io", "asia.gcr.io"].map(
    (registry): RetirementRow => ({
      registry,
      path: "k8s-artifacts-prod",
      state: "frozen",
      since: "2023-04-03",
      fact: FROZEN,
      note: "It is the store behind k8s.gcr.io, which is frozen.",
      to: "registry.k8s.io",
      carriesOver: "content",
      source: "https://github.com/kubernetes/k8s.io/blob/main/k8s.gcr.io/Vanity-Domain-Flip.md",
    }),
  ),
  ...["google-containers", "google_containers"].map(
    (path): RetirementRow => ({
      registry: "gcr.io",
      path,
      state: "frozen",
      // https://github.com/kubermatic/kubermatic/issues/5773
      since: "2020-07",
      fact: FROZEN,
      note: "Its images are years old, so consider a newer version.",
      to: "registry.k8s.io",
      carriesOver: "content",
      source: ONE_TO_ONE,
    }),
  ),
  {
    // The digests of its tags are listed in https://github.com/kubernetes/k8s.io,
    // registry.k8s.io/images/k8s-staging-kubebuilder/images.yaml: promoted, not built again.
    registry: "gcr.io",
    path: "kubebuilder/kube-rbac-proxy",
    exact: true,
    state: "shut",
    since: "2025-03-18",
    fact: GONE,
    note: "Versions after 0.16.0 are published by its maintainers as quay.io/brancz/kube-rbac-proxy.",
    to: "registry.k8s.io/kubebuilder/kube-rbac-proxy",
    carriesOver: "content",
    source: "https://github.com/kubernetes-sigs/kubebuilder/discussions/3907",
  },
  {
    registry: "gcr.io",
    path: "kubebuilder",
    state: "shut",
    since: "2025-03-18",
    fact: GONE,
    source: "https://github.com/kubernetes-sigs/kubebuilder/discussions/3907",
  },
  {
    registry: "quay.io",
    path: "kubernetes-ingress-controller/nginx-ingress-controller",
    exact: true,
    state: "frozen",
    since: "2020-07",
    fact: FROZEN,
    note: "Its last version is 0.33.0. Tags of later versions start with v.",
    to: "registry.k8s.io/ingress-nginx/controller",
    source: "https://github.com/helm/charts/pull/23213",
  },
  {
    registry: "docker.io",
    path: "jettech/kube-webhook-certgen",
    exact: true,
    state: "frozen",
    since: "2022-01",
    fact: "has had no support",
    note: "It fails on Kubernetes 1.22 and later. Ingress NGINX now maintains it.",
    to: "registry.k8s.io/ingress-nginx/kube-webhook-certgen",
    source: "https://github.com/kubernetes-sigs/gateway-api/pull/991",
  },
  {
    registry: "quay.io",
    path: "k8scsi",
    state: "moved",
    since: "2020-09",
    fact: "has been replaced by registry.k8s.io/sig-storage",
    // https://github.com/ofek/csi-gcs/issues/186
    note: "Users reported failing pulls in October 2025.",
    to: "registry.k8s.io/sig-storage",
    source: "https://github.com/ceph/ceph-csi/pull/1451",
  },
  {
    registry: "quay.io",
    path: "external_storage/nfs-client-provisioner",
    exact: true,
    state: "moved",
    fact: "has been replaced by registry.k8s.io/sig-storage/nfs-subdir-external-provisioner",
    note: "It relies on a field that Kubernetes 1.20 removed, so its volumes stay pending.",
    to: "registry.k8s.io/sig-storage/nfs-subdir-external-provisioner",
    // Source of the note: https://github.com/kubernetes-sigs/nfs-subdir-external-provisioner/issues/25
    source: "https://github.com/pohly/nfs-subdir-external-provisioner",
  },
  {
    registry: "quay.io",
    path: "external_storage/local-volume-provisioner",
    exact: true,
    state: "frozen",
    since: "2023-07-24",
    fact: FROZEN,
    to: "registry.k8s.io/sig-storage/local-volume-provisioner",
    source: "https://github.com/kubernetes-sigs/sig-storage-local-static-provisioner/pull/394",
  },
  {
    registry: "quay.io",
    path: "coreos/kube-state-metrics",
    exact: true,
    state: "frozen",
    since: "2021-03-10",
    fact: FROZEN,
    to: "registry.k8s.io/kube-state-metrics/kube-state-metrics",
    source: "https://github.com/kubernetes/kube-state-metrics/issues/1409",
  },
  {
    registry: "docker.io",
    path: "k8scloudprovider",
    state: "frozen",
    since: "2023-05",
    fact: "has received no images for Kubernetes 1.27 or later",
    to: "registry.k8s.io/provider-os",
    source: "https://github.com/kubermatic/kubermatic/pull/12228",
  },
  ...[
    ["docker.io", "directxman12/k8s-prometheus-adapter"],
    ["docker.io", "directxman12/k8s-prometheus-adapter-amd64"],
    ["quay.io", "coreos/k8s-prometheus-adapter-amd64"],
  ].map(
    ([registry = "", path = ""]): RetirementRow => ({
      registry,
      path,
      exact: true,
      state: "frozen",
      since: "2021-06-30",
      fact: "has not been the official image of the adapter",
      to: "registry.k8s.io/prometheus-adapter/prometheus-adapter",
      source: "https://github.com/kubernetes-sigs/prometheus-adapter/pull/419",
    }),
  ),
];

const BITNAMI_SOURCE = "https://github.com/bitnami/containers/issues/83267";

/** Built and published apart from the catalog: https://github.com/bitnami/sealed-secrets/issues/1785 */
const OUTSIDE_CATALOGUE = [
  "bitnami/sealed-secrets-controller",
  "bitnami/sealed-secrets-kubeseal",
  // https://github.com/kubeflow/pipelines/issues/12170
  "bitnami/minideb",
];

const BITNAMI: readonly RetirementRow[] = [
  {
    registry: "docker.io",
    path: "bitnami",
    when: ({ repository, tag }) =>
      !OUTSIDE_CATALOGUE.includes(repository) && /debian-(?:8|9|10)\b|centos-7\b|ol-7\b/.test(tag ?? ""),
    state: "shut",
    since: "2025-09-29",
    fact: "has had no versioned images",
    note: "Images on distributions this old were not copied to docker.io/bitnamilegacy.",
    source: "https://github.com/bitnami/containers/issues/86251",
  },
  {
    registry: "docker.io",
    path: "bitnami",
    when: ({ repository, tag, digest }) =>
      !OUTSIDE_CATALOGUE.includes(repository) &&
      (tag === undefined ? digest !== undefined : tag !== "latest"),
    state: "shut",
    since: "2025-09-29",
    fact: "has had no versioned images",
    note: "docker.io/bitnamilegacy has the images of August 28, 2025, without updates.",
    to: "docker.io/bitnamilegacy",
    // https://github.com/bitnami/charts/issues/30850
    chartNeeds: "global.security.allowInsecureImages",
    carriesOver: "content",
    source: BITNAMI_SOURCE,
  },
  {
    registry: "docker.io",
    path: "bitnami",
    when: ({ repository }) => !OUTSIDE_CATALOGUE.includes(repository),
    state: "moved",
    since: "2025-08-28",
    fact: "has offered only a few images, tagged latest and meant for development,",
    source: BITNAMI_SOURCE,
  },
  {
    registry: "docker.io",
    path: "bitnamilegacy",
    state: "frozen",
    since: "2025-08-28",
    fact: "has received no updates",
    note: "It is meant only for the time of a migration.",
    source: BITNAMI_SOURCE,
  },
  {
    registry: "quay.io",
    path: "bitnami/sealed-secrets-controller",
    exact: true,
    state: "shut",
    since: "2022-04-20",
    fact: GONE,
    to: "docker.io/bitnami/sealed-secrets-controller",
    carriesOver: "tags",
    source: "https://github.com/bitnami/sealed-secrets/pull/823",
  },
];

const PROJECTS: readonly RetirementRow[] = [
  ...["minio/minio", "minio/mc"].flatMap((path): RetirementRow[] => [
    {
      registry: "docker.io",
      path,
      exact: true,
      state: "shut",
      since: "2026-09-11",
      fact: GONE,
      note: "Quay.io has the same tags and digests, but no new images since October 2025 either.",
      to: `quay.io/${path}`,
      carriesOver: "content",
      source: "https://github.com/RooCodeInc/Roomote/pull/2704",
    },
    {
      registry: "quay.io",
      path,
      exact: true,
      state: "frozen",
      since: "2025-10-15",
      fact: FROZEN,
      note: "MinIO is distributed only as source code, so you must build security fixes yourself.",
      source: "https://github.com/minio/minio/issues/21647",
    },
  ]),
  ...[
    ["gcr.io", "istio-release"],
    ["registry.istio.io", "release"],
  ].flatMap(([registry = "", path = ""]): readonly RetirementRow[] => {
    const row = {
      registry,
      path,
      ends: "at the end of 2026",
      to: "docker.io/istio",
      carriesOver: "tags",
      source: "https://istio.io/latest/blog/2026/retirement-of-gcp/",
    } as const;
    return [
      {
        ...row,
        when: ({ tag }) => 0 <= compareVersions(splitTag(tag ?? "").version, "1.31"),
        state: "shut",
        fact: "has received no images of Istio 1.31 or later",
      },
      // Istio 1.30 and earlier still receive patches there.
      { ...row, state: "closing", fact: "has been announced to close" },
    ];
  }),
  {
    registry: "gcr.io",
    path: "tekton-releases/dogfooding",
    state: "shut",
    since: "2025-07-10",
    fact: GONE,
    to: "ghcr.io/tektoncd/plumbing",
    source: "https://github.com/tektoncd/plumbing/issues/2221",
  },
  {
    // Source of "the exact same" images: https://github.com/tektoncd/pipeline/issues/8870
    registry: "gcr.io",
    path: "tekton-releases",
    state: "shut",
    since: "2025-07-10",
    fact: GONE,
    to: "ghcr.io/tektoncd",
    carriesOver: "content",
    source: "https://tekton.dev/blog/2025/04/03/migration-to-github-container-registry/",
  },
  {
    registry: "gcr.io",
    path: "kubernetes-helm/tiller",
    exact: true,
    state: "shut",
    since: "2021-08",
    fact: GONE,
    note: "Helm 2 has had no support since November 2020.",
    to: "ghcr.io/helm/tiller",
    carriesOver: "tags",
    source: "https://github.com/helm/helm/issues/10004",
  },
  {
    registry: "gcr.io",
    path: "linkerd-io",
    state: "frozen",
    since: "2020-09",
    fact: FROZEN,
    to: "ghcr.io/linkerd",
    source: "https://github.com/linkerd/linkerd2/pull/4953",
  },
  {
    registry: "gcr.io",
    path: "cadvisor/cadvisor",
    exact: true,
    state: "frozen",
    since: "2025-12-02",
    fact: FROZEN,
    note: "ghcr.io/google/cadvisor has version 0.53.0 and later.",
    to: "ghcr.io/google/cadvisor",
    source: "https://github.com/google/cadvisor/pull/3806",
  },
  {
    registry: "docker.io",
    path: "google/cadvisor",
    exact: true,
    state: "frozen",
    since: "2020-01",
    fact: FROZEN,
    note: "Its last version is 0.33.0. ghcr.io/google/cadvisor has version 0.53.0 and later.",
    to: "ghcr.io/google/cadvisor",
    source: "https://github.com/google/cadvisor/issues/3836",
  },
  {
    registry: "gcr.io",
    path: "kaniko-project",
    state: "frozen",
    since: "2025-06",
    fact: FROZEN,
    note: "The project is archived, but forks exist.",
    source: "https://pkg.go.dev/github.com/osscontainertools/kaniko",
  },
  {
    registry: "gcr.io",
    path: "ml-pipeline",
    state: "shut",
    since: "2025-11",
    fact: GONE,
    note: "Later versions of Kubeflow Pipelines are at ghcr.io/kubeflow under different names.",
    source: "https://github.com/kubeflow/pipelines/issues/12422",
  },
  {
    registry: "gcr.io",
    path: "spark-operator",
    state: "shut",
    since: "2023-10-19",
    fact: GONE,
    source: "https://github.com/kubeflow/spark-operator/issues/1860",
  },
  {
    registry: "gcr.io",
    path: "spinnaker-marketplace",
    state: "shut",
    since: "2021-03",
    fact: GONE,
    to: "us-docker.pkg.dev/spinnaker-community/docker",
    carriesOver: "tags",
    source: "https://github.com/spinnaker/spinnaker/issues/6360",
  },
  ...["helloworld-go", "autoscale-go"].map(
    (name): RetirementRow => ({
      registry: "gcr.io",
      path: `knative-samples/${name}`,
      exact: true,
      state: "shut",
      since: "2023-05-09",
      fact: GONE,
      to: `ghcr.io/knative/${name}`,
      source: "https://github.com/knative/docs/pull/5551",
    }),
  ),
  {
    registry: "gcr.io",
    path: "knative-samples",
    state: "shut",
    since: "2023-05-09",
    fact: GONE,
    source: "https://github.com/knative/docs/pull/5551",
  },
  {
    registry: "gcr.io",
    path: "kuar-demo",
    state: "shut",
    since: "2025-10-09",
    fact: GONE,
    source: "https://github.com/kubernetes-up-and-running/kuard/issues/59",
  },
  {
    registry: "quay.io",
    path: "coreos/flannel",
    exact: true,
    state: "frozen",
    since: "2022-02",
    fact: FROZEN,
    // The project's chart: https://github.com/DaoCloud/public-image-mirror/issues/44782
    to: "ghcr.io/flannel-io/flannel",
    source: "https://github.com/kubernetes/kops/pull/13552",
  },
  ...["prometheus-operator", "prometheus-config-reloader"].map(
    (name): RetirementRow => ({
      registry: "quay.io",
      path: `coreos/${name}`,
      exact: true,
      state: "frozen",
      since: "2020-11",
      fact: FROZEN,
      note: "Version 0.43.0 and later are available only at quay.io/prometheus-operator.",
      to: `quay.io/prometheus-operator/${name}`,
      source: "https://github.com/prometheus-operator/prometheus-operator/issues/3672",
    }),
  ),
  {
    // "Container image tags are the same", and so are the digests.
    registry: "docker.io",
    path: "ceph/ceph",
    exact: true,
    state: "frozen",
    since: "2021-08",
    fact: FROZEN,
    to: "quay.io/ceph/ceph",
    carriesOver: "content",
    source: "https://github.com/ceph/ceph-container/issues/1834",
  },
  ...["ceph/daemon", "ceph/daemon-base"].map(
    (path): RetirementRow => ({
      registry: "docker.io",
      path,
      exact: true,
      state: "frozen",
      since: "2021-08",
      fact: FROZEN,
      to: `quay.io/${path}`,
      source: "https://github.com/ceph/ceph-build/pull/1898",
    }),
  ),
  {
    registry: "docker.io",
    path: "strimzi",
    state: "frozen",
    since: "2020-11",
    fact: FROZEN,
    to: "quay.io/strimzi",
    source: "https://github.com/strimzi/strimzi-kafka-operator/pull/3938",
  },
  {
    registry: "docker.io",
    path: "projectcontour",
    state: "frozen",
    since: "2022-01",
    fact: FROZEN,
    to: "ghcr.io/projectcontour",
    source: "https://github.com/projectcontour/contour/pull/4314",
  },
  {
    registry: "docker.io",
    path: "kubeflowkatib",
    state: "frozen",
    since: "2025-03",
    fact: FROZEN,
    to: "ghcr.io/kubeflow/katib",
    source: "https://github.com/kubeflow/katib/pull/2520",
  },
  {
    registry: "gcr.io",
    path: "heptio-images",
    state: "shut",
    since: "2025-05",
    fact: GONE,
    // Source of the failing pulls: https://github.com/mabusaa/argocd-course-issues-tracker/issues/48
    source: "https://github.com/argoproj/argocd-example-apps/pull/385",
  },
  {
    registry: "gcr.io",
    path: "google_samples/gb-frontend",
    exact: true,
    state: "shut",
    since: "2023-12",
    fact: GONE,
    to: "us-docker.pkg.dev/google-samples/containers/gke/gb-frontend",
    source: "https://github.com/spinnaker/spinnaker.io/pull/403",
  },
  {
    registry: "quay.io",
    path: "pusher/oauth2_proxy",
    exact: true,
    state: "moved",
    since: "2020-03",
    fact: "has been replaced by quay.io/oauth2-proxy/oauth2-proxy",
    to: "quay.io/oauth2-proxy/oauth2-proxy",
    source: "https://github.com/EnMasseProject/enmasse/pull/4224",
  },
  {
    registry: "docker.io",
    path: "metallb",
    state: "shut",
    since: "2023-03-16",
    fact: GONE,
    to: "quay.io/metallb",
    carriesOver: "tags",
    source: "https://github.com/canonical/microk8s/issues/3854",
  },
  {
    registry: "docker.io",
    path: "jboss/keycloak",
    exact: true,
    state: "shut",
    since: "2024-03",
    fact: GONE,
    note: "Keycloak 17 and later start and are configured differently.",
    to: "quay.io/keycloak/keycloak",
    source: "https://github.com/testcontainers/testcontainers-python/issues/483",
  },
  {
    registry: "docker.io",
    path: "argoproj/argocd",
    exact: true,
    state: "frozen",
    since: "2022-01",
    fact: FROZEN,
    to: "quay.io/argoproj/argocd",
    source: "https://github.com/argoproj/argo-cd/pull/8238",
  },
  {
    registry: "docker.io",
    path: "argoproj",
    // The images of releases. Others, such as argosay and rollouts-demo, are pushed by hand, and to no other registry:
    // https://github.com/argoproj/argo-workflows/blob/main/Makefile
    when: ({ repository }) => /^argoproj\/(?:argocli|argoexec|workflow-controller)$/.test(repository),
    state: "frozen",
    since: "2025-05",
    fact: FROZEN,
    to: "quay.io/argoproj",
    source: "https://github.com/argoproj/argo-workflows/pull/14457",
  },
  {
    registry: "docker.io",
    path: "microsoft/dotnet",
    exact: true,
    state: "shut",
    since: "2021-08-21",
    fact: GONE,
    note: "Its images are now at mcr.microsoft.com/dotnet/sdk, /aspnet, /runtime and /runtime-deps.",
    source: "https://github.com/dotnet/announcements/issues/197",
  },
];

const HOSTS: readonly RetirementRow[] = [
  {
    // Published images are available under both names, with the same path.
    registry: "docker.pkg.github.com",
    state: "moved",
    fact: "has been replaced by ghcr.io",
    to: "ghcr.io",
    carriesOver: "content",
    source:
      "https://docs.github.com/en/packages/working-with-a-github-packages-registry/migrating-to-the-container-registry-from-the-docker-registry",
  },
  {
    registry: "*.bintray.io",
    state: "shut",
    since: "2021-05-01",
    fact: GONE,
    source: "https://www.infoq.com/news/2021/02/jfrog-jcenter-bintray-closure/",
  },
  {
    registry: "registry.centos.org",
    state: "shut",
    since: "2023-05",
    fact: GONE,
    source: "https://github.com/podman-container-tools/buildah/pull/4819",
  },
  {
    registry: "registry.svc.ci.openshift.org",
    state: "shut",
    since: "2021-04",
    fact: GONE,
    to: "registry.ci.openshift.org",
    source: "https://github.com/okd-project/okd/issues/608",
  },
  {
    registry: "registry.opensource.zalan.do",
    path: "teapot/skipper",
    exact: true,
    state: "moved",
    since: "2026-06-05",
    fact: "has been replaced by ghcr.io/zalando/skipper",
    to: "ghcr.io/zalando/skipper",
    source: "https://github.com/zalando/skipper/pull/4054",
  },
  {
    registry: "registry.opensource.zalan.do",
    state: "moved",
    since: "2026-05-07",
    fact: "has been replaced by ghcr.io",
    note: "Zalando plans to shut it down.",
    source: "https://github.com/zalando-incubator/stackset-controller/pull/733",
  },
];

/** Every row has a source that was checked. Retirements without proof are left out. */
export const RETIREMENTS: readonly RetirementRow[] = [...KUBERNETES, ...BITNAMI, ...PROJECTS, ...HOSTS];
