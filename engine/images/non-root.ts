import { hasNamedUser } from "./named-users.ts";
import { ownUserOf } from "./own-users.ts";
import { knowledgeOf } from "./process-users.ts";
import type { ImageReference } from "./reference.ts";
import { userRowOf } from "./user-tables.ts";

/**
 * Whether an image is known to start as a user other than root.
 *
 * @param knowledge about the image, if it is official
 */
export function startsNonRoot(image: ImageReference, knowledge = knowledgeOf(image)): boolean {
  if (isNonRootImage(image)) return true;
  return knowledge ? knowledge.process?.startsAsRoot === false : ownUserOf(image) !== undefined;
}

/**
 * Whether an image starts as a user other than root, whose number is not known here: its name says so, its publisher
 * builds all images so, or its Dockerfile has a `USER`.
 */
export function isNonRootImage(image: ImageReference): boolean {
  return (
    isNamedNonRoot(image) ||
    isOfNonRootPublisher(image) ||
    userRowOf(rows, image) !== undefined ||
    hasNamedUser(image)
  );
}

/** `nginx-unprivileged`, `moby/buildkit:rootless`, `distroless/static:nonroot`. */
function isNamedNonRoot({ repository, tag = "" }: ImageReference): boolean {
  const name = repository.slice(repository.lastIndexOf("/") + 1);
  return says.test(name) || says.test(tag) || (repository.startsWith("dotnet/") && tag.includes("chiseled"));
}

const says = /(?:^|[-_.])(?:non-?root|rootless|unprivileged)(?:$|[-_.])/;

/**
 * Publishers whose images have a user of their own, but for variants that are made to install packages.
 * Sources: https://edu.chainguard.dev/chainguard/chainguard-images/about/getting-started-distroless/,
 * https://docs.docker.com/dhi/core-concepts/hardening/
 */
function isOfNonRootPublisher({ registry, repository, tag = "" }: ImageReference): boolean {
  const isChainguard = registry === "cgr.dev" || /(?:^|\/)chainguard\//.test(repository);
  if (!isChainguard && registry !== "dhi.io") return false;
  return !/(?:^|-)(?:dev|root)(?:-|$)/.test(tag) && !/(?:-base|(?:^|\/)git|docker-dind)$/.test(repository);
}

/**
 * Images whose Dockerfiles set a user, and the first version that does where older ones are in use. A star stands for
 * the rest of the path.
 */
const rows = `
  quay.io/keycloak/keycloak
  docker.io/keycloak/keycloak
  docker.io/bitnamilegacy/keycloak
  docker.io/bitnami/keycloak
  docker.io/jboss/keycloak
  ghcr.io/dexidp/dex 2.28
  docker.io/dexidp/dex 2.28
  ghcr.io/cloudnative-pg/*
  docker.elastic.co/elasticsearch/elasticsearch 8
  docker.elastic.co/kibana/kibana 6
  docker.elastic.co/logstash/logstash 6
  docker.elastic.co/eck/eck-operator
  docker.io/coredns/coredns 1.11
  registry.k8s.io/coredns/coredns 1.11
  registry.k8s.io/external-dns/external-dns 0.8
  ghcr.io/fluxcd/helm-controller
  ghcr.io/fluxcd/image-automation-controller
  ghcr.io/fluxcd/image-reflector-controller
  ghcr.io/fluxcd/kustomize-controller
  ghcr.io/fluxcd/notification-controller
  ghcr.io/fluxcd/source-controller
  quay.io/argoproj/argo-rollouts 1
  ghcr.io/kyverno/kyverno 1.5
  docker.io/openpolicyagent/gatekeeper 3
  ghcr.io/actions/actions-runner
  ghcr.io/actions/gha-runner-scale-set-controller
  docker.io/jupyter/*
  quay.io/jupyter/*
  docker.io/apache/airflow
  quay.io/prometheuscommunity/elasticsearch-exporter 1.2
  docker.io/nginx/nginx-ingress 1.6
  docker.io/envoyproxy/gateway
  docker.io/istio/pilot 1.6
  gcr.io/istio-release/pilot 1.6
  docker.io/selenium/hub
  docker.io/selenium/node-*
  docker.io/selenium/standalone-*
  registry.access.redhat.com/ubi8/openjdk-*
  registry.access.redhat.com/ubi9/openjdk-*
  registry.access.redhat.com/ubi8/nodejs-*
  registry.access.redhat.com/ubi9/nodejs-*
  quay.io/kiali/kiali
  docker.io/dpage/pgadmin4 5
  docker.io/redpandadata/redpanda
  docker.redpanda.com/redpandadata/redpanda
  docker.io/redpandadata/console
  docker.io/verdaccio/verdaccio 5
  docker.io/kong/kubernetes-ingress-controller 2
  gcr.io/tekton-releases/github.com/tektoncd/pipeline/cmd/controller*
  gcr.io/tekton-releases/github.com/tektoncd/pipeline/cmd/webhook*
  gcr.io/knative-nightly/*
`
  .trim()
  .split("\n")
  .map((line) => {
    const [image = "", from] = line.trim().split(" ");
    return { image, from, before: undefined };
  });
