import type { ImageReference } from "./reference.ts";
import { parseUserRows, userRowOf } from "./user-tables.ts";

/**
 * Whether an image starts as a user other than root that its Dockerfile sets by name. The kubelet cannot tell that such
 * a user is not root, so `runAsNonRoot` alone prevents the image from starting:
 * https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
 */
export function hasNamedUser(image: ImageReference): boolean {
  return userRowOf(rows, image) !== undefined;
}

/** Only images whose user has no number here: the others are in `own-users.ts`. */
const rows = parseUserRows(`
  docker.flipt.io/flipt/flipt >=1 <2 flipt-io/flipt:build/Dockerfile
  docker.io/apache/apisix >=3.9 apache/apisix-docker:debian/Dockerfile
  docker.io/apache/kafka apache/kafka:docker/jvm/Dockerfile
  docker.io/apache/nifi apache/nifi:nifi-docker/dockerhub/Dockerfile
  docker.io/apache/spark apache/spark-docker:Dockerfile.template
  docker.io/confluentinc/cp-* >=6 confluentinc/common-docker:base/Dockerfile.ubi8
  docker.io/confluentinc/ksqldb-server >=0.10 confluentinc/ksql:ksqldb-docker/Dockerfile
  docker.io/curlimages/curl curl/curl-container:create_appliance_image.sh
  docker.io/flipt/flipt >=1 <2 flipt-io/flipt:build/Dockerfile
  docker.io/hashicorpdemoapp/frontend >=0.0.8 hashicorp-demoapp/frontend:Dockerfile
  docker.io/hashicorpdemoapp/public-api hashicorp-demoapp/public-api:Dockerfile
  docker.io/hazelcast/hazelcast >=4 hazelcast/hazelcast-docker:hazelcast-oss/Dockerfile
  docker.io/kong/kong >=2 Kong/docker-kong:ubuntu/Dockerfile
  docker.io/kubernetesui/dashboard >=2.4 <3 kubernetes/dashboard:aio/Dockerfile
  docker.io/kubernetesui/dashboard-api kubernetes/dashboard:modules/api/Dockerfile
  docker.io/kubernetesui/dashboard-auth kubernetes/dashboard:modules/auth/Dockerfile
  docker.io/kubernetesui/dashboard-web kubernetes/dashboard:modules/web/Dockerfile
  docker.io/locustio/locust >=1 locustio/locust:Dockerfile
  docker.io/mailhog/mailhog mailhog/MailHog:Dockerfile
  docker.io/provectuslabs/kafka-ui provectus/kafka-ui:kafka-ui-api/Dockerfile
  docker.io/stefanprodan/podinfo >=3 stefanprodan/podinfo:Dockerfile
  docker.io/temporalio/auto-setup >=1.12 temporalio/docker-builds:auto-setup.Dockerfile
  docker.io/temporalio/server >=1.12 temporalio/docker-builds:server.Dockerfile
  docker.io/temporalio/ui >=2 temporalio/ui:server/Dockerfile
  docker.io/weaveworks/flagger-loadtester >=0.18 fluxcd/flagger:Dockerfile.loadtester
  ghcr.io/curl/curl-container/curl curl/curl-container:create_appliance_image.sh
  ghcr.io/flipt-io/flipt >=1 <2 flipt-io/flipt:build/Dockerfile
  ghcr.io/fluxcd/flagger-loadtester fluxcd/flagger:Dockerfile.loadtester
  ghcr.io/kafbat/kafka-ui kafbat/kafka-ui:api/Dockerfile
  ghcr.io/stefanprodan/podinfo stefanprodan/podinfo:Dockerfile
  mcr.microsoft.com/mssql/server >=2019 microsoft/mssql-docker:linux/preview/examples/mssql-agent-fts-ha-tools/Dockerfile
  quay.io/curl/curl curl/curl-container:create_appliance_image.sh
`);
