import { describe, expect, it } from "vitest";
import { type ImageReference, parseImageReference } from "../../../engine/images/reference.ts";
import { replacedImage, retirementOf } from "../../../engine/images/retired-registries.ts";
import { RETIREMENTS } from "../../../engine/images/retirements.ts";

const DIGEST = `sha256:${"0".repeat(64)}`;

/** Image, state, replacement, and whether the replacement has the same content. */
const retired: readonly [string, string, string | undefined, boolean?][] = [
  ["k8s.gcr.io/pause:3.9", "frozen", "registry.k8s.io/pause:3.9", true],
  ["k8s.gcr.io/coredns/coredns:v1.8.4", "frozen", "registry.k8s.io/coredns/coredns:v1.8.4", true],
  ["us.gcr.io/k8s-artifacts-prod/pause:3.2", "frozen", "registry.k8s.io/pause:3.2", true],
  ["gcr.io/k8s-artifacts-prod/pause:3.2", "frozen", "registry.k8s.io/pause:3.2", true],
  ["eu.gcr.io/k8s-artifacts-prod/pause:3.2", "frozen", "registry.k8s.io/pause:3.2", true],
  ["asia.gcr.io/k8s-artifacts-prod/pause:3.2", "frozen", "registry.k8s.io/pause:3.2", true],
  ["gcr.io/google-containers/busybox:1.24", "frozen", "registry.k8s.io/busybox:1.24", true],
  ["gcr.io/google_containers/pause-amd64:3.0", "frozen", "registry.k8s.io/pause-amd64:3.0", true],
  [
    "gcr.io/kubebuilder/kube-rbac-proxy:v0.8.0",
    "shut",
    "registry.k8s.io/kubebuilder/kube-rbac-proxy:v0.8.0",
    true,
  ],
  ["gcr.io/kubebuilder/thirdparty-linux:1.16.4", "shut", undefined],
  [
    "quay.io/kubernetes-ingress-controller/nginx-ingress-controller:0.33.0",
    "frozen",
    "registry.k8s.io/ingress-nginx/controller:0.33.0",
    false,
  ],
  [
    "jettech/kube-webhook-certgen:v1.5.1",
    "frozen",
    "registry.k8s.io/ingress-nginx/kube-webhook-certgen:v1.5.1",
    false,
  ],
  [
    "quay.io/k8scsi/csi-provisioner:v1.4.0",
    "moved",
    "registry.k8s.io/sig-storage/csi-provisioner:v1.4.0",
    false,
  ],
  [
    "quay.io/external_storage/nfs-client-provisioner:latest",
    "moved",
    "registry.k8s.io/sig-storage/nfs-subdir-external-provisioner:latest",
    false,
  ],
  [
    "quay.io/external_storage/local-volume-provisioner:v2.3.4",
    "frozen",
    "registry.k8s.io/sig-storage/local-volume-provisioner:v2.3.4",
    false,
  ],
  [
    "quay.io/coreos/kube-state-metrics:v1.9.7",
    "frozen",
    "registry.k8s.io/kube-state-metrics/kube-state-metrics:v1.9.7",
    false,
  ],
  [
    "directxman12/k8s-prometheus-adapter:v0.8.4",
    "frozen",
    "registry.k8s.io/prometheus-adapter/prometheus-adapter:v0.8.4",
    false,
  ],
  [
    "directxman12/k8s-prometheus-adapter-amd64:v0.7.0",
    "frozen",
    "registry.k8s.io/prometheus-adapter/prometheus-adapter:v0.7.0",
    false,
  ],
  [
    "quay.io/coreos/k8s-prometheus-adapter-amd64:v0.5.0",
    "frozen",
    "registry.k8s.io/prometheus-adapter/prometheus-adapter:v0.5.0",
    false,
  ],
  ["bitnami/redis:7.2", "shut", "bitnamilegacy/redis:7.2", true],
  ["bitnami/redis:6.2.1-debian-10-r36", "shut", undefined],
  ["bitnami/redis", "moved", undefined],
  ["docker.io/bitnami/redis:latest", "moved", undefined],
  ["bitnamilegacy/redis:7.2", "frozen", undefined],
  [
    "quay.io/bitnami/sealed-secrets-controller:v0.17.4",
    "shut",
    "docker.io/bitnami/sealed-secrets-controller:v0.17.4",
    false,
  ],
  ["minio/minio:latest", "shut", "quay.io/minio/minio:latest", true],
  ["docker.io/minio/mc:latest", "shut", "quay.io/minio/mc:latest", true],
  ["quay.io/minio/minio:latest", "frozen", undefined],
  ["quay.io/minio/mc:latest", "frozen", undefined],
  ["gcr.io/istio-release/pilot:1.30.1", "closing", "docker.io/istio/pilot:1.30.1", false],
  ["gcr.io/istio-release/pilot:1.31.0", "shut", "docker.io/istio/pilot:1.31.0", false],
  ["gcr.io/istio-release/pilot", "closing", "docker.io/istio/pilot", false],
  ["registry.istio.io/release/proxyv2:1.30.1", "closing", "docker.io/istio/proxyv2:1.30.1", false],
  ["gcr.io/tekton-releases/dogfooding/tkn:v1", "shut", "ghcr.io/tektoncd/plumbing/tkn:v1", false],
  [
    "gcr.io/tekton-releases/github.com/tektoncd/pipeline/cmd/git-init:v0.29.0",
    "shut",
    "ghcr.io/tektoncd/github.com/tektoncd/pipeline/cmd/git-init:v0.29.0",
    true,
  ],
  ["gcr.io/kubernetes-helm/tiller:v2.16.1", "shut", "ghcr.io/helm/tiller:v2.16.1", false],
  ["gcr.io/linkerd-io/proxy:stable-2.8.1", "frozen", "ghcr.io/linkerd/proxy:stable-2.8.1", false],
  ["gcr.io/cadvisor/cadvisor:v0.49.1", "frozen", "ghcr.io/google/cadvisor:v0.49.1", false],
  ["google/cadvisor:latest", "frozen", "ghcr.io/google/cadvisor:latest", false],
  ["gcr.io/kaniko-project/executor:v1.23.2", "frozen", undefined],
  ["gcr.io/ml-pipeline/api-server:2.0.5", "shut", undefined],
  ["gcr.io/spark-operator/spark:v3.1.1", "shut", undefined],
  [
    "gcr.io/spinnaker-marketplace/deck:3.1.2",
    "shut",
    "us-docker.pkg.dev/spinnaker-community/docker/deck:3.1.2",
    false,
  ],
  ["gcr.io/knative-samples/helloworld-go", "shut", "ghcr.io/knative/helloworld-go", false],
  ["gcr.io/knative-samples/autoscale-go:0.1", "shut", "ghcr.io/knative/autoscale-go:0.1", false],
  ["gcr.io/knative-samples/knative-route-demo:blue", "shut", undefined],
  ["gcr.io/kuar-demo/kuard-amd64:blue", "shut", undefined],
  ["quay.io/coreos/flannel:v0.15.1", "frozen", "ghcr.io/flannel-io/flannel:v0.15.1", false],
  [
    "quay.io/coreos/prometheus-operator:v0.42.1",
    "frozen",
    "quay.io/prometheus-operator/prometheus-operator:v0.42.1",
    false,
  ],
  [
    "quay.io/coreos/prometheus-config-reloader:v0.42.1",
    "frozen",
    "quay.io/prometheus-operator/prometheus-config-reloader:v0.42.1",
    false,
  ],
  [
    "k8scloudprovider/cinder-csi-plugin:v1.25.4",
    "frozen",
    "registry.k8s.io/provider-os/cinder-csi-plugin:v1.25.4",
    false,
  ],
  ["ceph/ceph:v16.2.4", "frozen", "quay.io/ceph/ceph:v16.2.4", true],
  ["ceph/daemon:latest-octopus", "frozen", "quay.io/ceph/daemon:latest-octopus", false],
  ["ceph/daemon-base:latest-octopus", "frozen", "quay.io/ceph/daemon-base:latest-octopus", false],
  ["strimzi/operator:0.19.0", "frozen", "quay.io/strimzi/operator:0.19.0", false],
  ["projectcontour/contour:v1.18.1", "frozen", "ghcr.io/projectcontour/contour:v1.18.1", false],
  ["kubeflowkatib/katib-ui:v0.17.0", "frozen", "ghcr.io/kubeflow/katib/katib-ui:v0.17.0", false],
  ["gcr.io/heptio-images/ks-guestbook-demo:0.2", "shut", undefined],
  [
    "gcr.io/google_samples/gb-frontend:v3",
    "shut",
    "us-docker.pkg.dev/google-samples/containers/gke/gb-frontend:v3",
    false,
  ],
  ["quay.io/pusher/oauth2_proxy:v4.1.0", "moved", "quay.io/oauth2-proxy/oauth2-proxy:v4.1.0", false],
  ["metallb/speaker:v0.9.3", "shut", "quay.io/metallb/speaker:v0.9.3", false],
  ["jboss/keycloak:16.1.1", "shut", "quay.io/keycloak/keycloak:16.1.1", false],
  ["argoproj/argocd:v2.0.1", "frozen", "quay.io/argoproj/argocd:v2.0.1", false],
  ["argoproj/argoexec:v3.5.0", "frozen", "quay.io/argoproj/argoexec:v3.5.0", false],
  ["microsoft/dotnet:2.1-sdk", "shut", undefined],
  ["docker.pkg.github.com/acme/shop/web:1.0", "moved", "ghcr.io/acme/shop/web:1.0", true],
  ["docker.bintray.io/jfrog/artifactory-oss:7.2.1", "shut", undefined],
  ["registry.centos.org/centos/centos:7", "shut", undefined],
  [
    "registry.svc.ci.openshift.org/origin/release:4.5",
    "shut",
    "registry.ci.openshift.org/origin/release:4.5",
    false,
  ],
  ["registry.opensource.zalan.do/teapot/skipper:v0.13.1", "moved", "ghcr.io/zalando/skipper:v0.13.1", false],
  ["registry.opensource.zalan.do/acid/postgres-operator:v1.8.2", "moved", undefined],
];

describe("a retired registry", () => {
  it.each(retired)("%s is %s; instead: %s", (image, state, instead, sameContent) => {
    const reference = parsed(image);
    const retirement = retirementOf(reference);
    expect(retirement?.state).toBe(state);
    expect(retirement && replacedImage(reference, retirement)).toBe(instead);
    expect(retirement?.replacement?.sameContent).toBe(sameContent);
  });

  it("has an example each, and a source", () => {
    const found = retired.map(([image]) => retirementOf(parsed(image)));
    const missing = RETIREMENTS.filter(
      ({ path, state, note, source }) =>
        !found.some(
          (one) =>
            one?.covers.endsWith(path ?? "") &&
            one.state === state &&
            one.note === note &&
            one.source === source,
        ),
    );
    expect(missing).toEqual([]);
    expect(RETIREMENTS.filter(({ source }) => !/^https:\/\/[a-z.]+\/\S+$/.test(source))).toEqual([]);
  });

  it.each(RETIREMENTS.map((row) => [row.path ?? row.registry, row] as const))(
    "%s reads well in a message and has a date",
    (_, { fact, note, since }) => {
      expect(fact).toMatch(/^(?:has (?:not been|been|had|received|offered)|was shut)\b.*[^.\s]$/);
      expect(note ?? "A sentence.").toMatch(/^\S.*\.$/);
      expect(since ?? "2000-01").toMatch(/^20\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?$/);
    },
  );

  it.each([
    "registry.k8s.io/pause:3.9",
    "k8s.gcr.io.example.com/pause:3.9",
    "k8s.gcr.io:5000/pause:3.9",
    "mirror.example.com/k8s.gcr.io/pause:3.9",
    "gcr.io/google-containers-toolbox/toolbox:1",
    "gcr.io/acme/google-containers:1",
    "gcr.io/k8s-artifacts-prod-bak/pause:3.2",
    "gcr.io/kubebuilder-declarative-pattern/app:1",
    "quay.io/brancz/kube-rbac-proxy:v0.16.0",
    "quay.io/kubernetes-ingress-controller/nginx-ingress-controller-amd64:0.33.0",
    "jettech/other:1",
    "quay.io/k8scsi-extra/csi-provisioner:v1",
    "quay.io/external_storage/efs-provisioner:latest",
    "quay.io/coreos/etcd:v3.5.9",
    "quay.io/coreos/flannel-cni:v0.3.0",
    "directxman12/other:1",
    "bitnami/sealed-secrets-controller:0.30.0",
    "bitnami/minideb:bookworm",
    "bitnamicharts/redis:1",
    "bitnami-labs/app:1",
    "ghcr.io/bitnami/redis:7.2",
    "quay.io/bitnami/other:1",
    "minio/operator:v5.0.0",
    "quay.io/minio/console:latest",
    "istio/pilot:1.31.0",
    "gcr.io/istio-testing/pilot:1.31.0",
    "registry.istio.io/testing/pilot:1.31.0",
    "gcr.io/tekton-releases-old/app:1",
    "ghcr.io/helm/tiller:v2.16.1",
    "gcr.io/kubernetes-helm/chartmuseum:1",
    "cr.l5d.io/linkerd/proxy:stable-2.14.0",
    "gcr.io/linkerd-io-extra/proxy:1",
    "gcr.io/cadvisor/cadvisor-arm64:v0.45.0",
    "google/cloud-sdk:latest",
    "gcr.io/kaniko-projects/executor:1",
    "gcr.io/ml-pipeline-test/api-server:1",
    "gcr.io/tfx-oss-public/ml_metadata_store_server:1.14.0",
    "ghcr.io/kubeflow/spark-operator/controller:2.0.0",
    "us-docker.pkg.dev/spinnaker-community/docker/deck:3.1.2",
    "gcr.io/knative-releases/knative.dev/serving/cmd/activator:v1.15.0",
    "gcr.io/kuar/kuard-amd64:blue",
    "quay.io/metallb/speaker:v0.13.7",
    "k8scloudproviders/cinder-csi-plugin:v1.25.4",
    "ceph/cephcsi:canary",
    "ceph/daemon-extra:latest",
    "strimziio/operator:0.19.0",
    "projectcontour2/contour:v1.18.1",
    "kubeflow/training-operator:v1",
    "gcr.io/heptio-prow/app:1",
    "gcr.io/google-samples/gb-frontend:v5",
    "gcr.io/google_samples/gb-redisslave:v3",
    "quay.io/pusher/faros:v1",
    "metallbs/speaker:v0.9.3",
    "jboss/wildfly:25.0.0.Final",
    "quay.io/argoproj/argocd:v2.12.0",
    "argoproj/argosay:v2",
    "argoproj/rollouts-demo:blue",
    "argoprojlabs/argocd-image-updater:v0.12.0",
    "microsoft/dotnet-framework:4.8",
    "mcr.microsoft.com/dotnet/sdk:8.0",
    "pkg.github.com/acme/shop/web:1.0",
    "bintray.io/acme/web:1",
    "notbintray.io/acme/web:1",
    "registry.centos.org.example.com/centos:7",
    "registry.ci.openshift.org/origin/release:4.5",
    "ghcr.io/zalando/skipper:v0.21.0",
    "gcr.io/acme-project/web:1",
    "nginx:1.27",
  ])("is not that of %s", (image) => {
    expect(retirementOf(parsed(image))).toBeUndefined();
  });

  it("keeps tag and digest if the content is the same", () => {
    expect(instead(`k8s.gcr.io/pause:3.9@${DIGEST}`)).toBe(`registry.k8s.io/pause:3.9@${DIGEST}`);
    expect(instead(`k8s.gcr.io/pause@${DIGEST}`)).toBe(`registry.k8s.io/pause@${DIGEST}`);
    expect(instead(`bitnami/redis@${DIGEST}`)).toBe(`bitnamilegacy/redis@${DIGEST}`);
    expect(instead("k8s.gcr.io/pause")).toBe("registry.k8s.io/pause");
  });

  it("drops a digest that no longer applies, unless nothing else pins the image", () => {
    expect(instead(`metallb/speaker:v0.9.3@${DIGEST}`)).toBe("quay.io/metallb/speaker:v0.9.3");
    expect(instead(`metallb/speaker@${DIGEST}`)).toBeUndefined();
  });

  it("includes Docker Hub's host only if the image did", () => {
    expect(instead("docker.io/bitnami/redis:7.2")).toBe("docker.io/bitnamilegacy/redis:7.2");
    expect(instead("index.docker.io/bitnami/redis:7.2")).toBe("docker.io/bitnamilegacy/redis:7.2");
  });

  it("is found in any case of its host, and quoted as written", () => {
    expect(retirementOf(parsed("K8S.GCR.IO/pause:3.9"))).toMatchObject({
      covers: "K8S.GCR.IO",
      since: "2023-04-03",
      replacement: { registry: "registry.k8s.io", repository: "pause", sameTags: true },
    });
  });

  it("is not replaced by one that is shut down or about to be", () => {
    const targets = retired.flatMap(([image]) => {
      const text = instead(image);
      return text === undefined ? [] : [retirementOf(parsed(text))?.state];
    });
    expect(targets).not.toContain("shut");
    expect(targets).not.toContain("moved");
  });
});

function parsed(image: string): ImageReference {
  const reference = parseImageReference(image);
  if (reference.kind !== "image") throw new Error(`${image} is no image`);
  return reference;
}

function instead(image: string): string | undefined {
  const reference = parsed(image);
  const retirement = retirementOf(reference);
  return retirement && replacedImage(reference, retirement);
}
