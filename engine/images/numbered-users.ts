import type { ImageReference } from "./reference.ts";
import { parseUserRows, userRowOf } from "./user-tables.ts";

/** The non-root user that an unofficial image sets itself, with its number. */
export interface NumberedUser {
  /** Its name in the image; undefined if it has only a number. */
  readonly name: string | undefined;
  readonly uid: number;
  readonly source: string;
}

export function numberedUserOf(image: ImageReference): NumberedUser | undefined {
  const row = userRowOf(rows, image);
  if (!row?.user) return undefined;
  const [number, name] = row.user.split("=").reverse() as [string, string?];
  return { name, uid: Number(number), source: row.source };
}

/** The user is a number, or `NAME=NUMBER` if the image gives it a name. */
const rows = parseUserRows(
  `
  docker.io/grafana/k6 12345 >=0.30 grafana/k6:Dockerfile
  docker.io/grafana/tempo 10001 >=2.5 grafana/tempo:cmd/tempo/Dockerfile
  docker.io/jimmidyson/configmap-reload 65534 >=0.4 jimmidyson/configmap-reload:Dockerfile
  docker.io/kuberay/apiserver 65532 >=0.3 ray-project/kuberay:apiserver/Dockerfile
  docker.io/kuberay/operator 65532 >=0.3 ray-project/kuberay:ray-operator/Dockerfile
  docker.io/litmuschaos/litmusportal-auth-server 65534 >=3.10 litmuschaos/litmus:chaoscenter/authentication/Dockerfile
  docker.io/litmuschaos/litmusportal-event-tracker 65534 >=3.10 litmuschaos/litmus:chaoscenter/event-tracker/Dockerfile
  docker.io/litmuschaos/litmusportal-frontend 65534 >=3.0.0 litmuschaos/litmus:chaoscenter/web/Dockerfile
  docker.io/litmuschaos/litmusportal-server 65534 >=3.10 litmuschaos/litmus:chaoscenter/graphql/server/Dockerfile
  docker.io/litmuschaos/litmusportal-subscriber 65534 >=3.10 litmuschaos/litmus:chaoscenter/subscriber/Dockerfile
  docker.io/loadimpact/k6 12345 >=0.30 grafana/k6:Dockerfile
  docker.io/nginxdemos/nginx-hello nginx=101 nginxinc/NGINX-Demos:nginx-hello-nonroot/html-version/Dockerfile
  docker.io/openpolicyagent/opa 1000 >=0.60 open-policy-agent/opa:Dockerfile
  docker.io/rabbitmqoperator/cluster-operator 1000 >=1 rabbitmq/cluster-operator:Dockerfile
  docker.io/rayproject/ray 1000 >=2 ray-project/ray:docker/base-deps/Dockerfile
  docker.io/rayproject/ray-ml 1000 >=2 ray-project/ray:docker/base-deps/Dockerfile
  docker.io/weaveworks/flagger nobody=65534 >=1 fluxcd/flagger:Dockerfile
  gcr.io/google-samples/hello-app nonroot=65532 GoogleCloudPlatform/kubernetes-engine-samples:quickstarts/hello-app/Dockerfile
  gcr.io/google-samples/microservices-demo/cartservice 1000 >=0.5 GoogleCloudPlatform/microservices-demo:src/cartservice/src/Dockerfile
  ghcr.io/fluxcd/flagger nobody=65534 >=1 fluxcd/flagger:Dockerfile
  ghcr.io/jimmidyson/configmap-reload 65534 >=0.4 jimmidyson/configmap-reload:Dockerfile
  k8s.gcr.io/descheduler/descheduler 1000 >=0.25 kubernetes-sigs/descheduler:Dockerfile
  k8s.gcr.io/ingress-nginx/kube-webhook-certgen 65532 >=1.1 kubernetes/ingress-nginx:images/kube-webhook-certgen/rootfs/Dockerfile
  public.ecr.aws/aws-containers/retail-store-sample-cart appuser=1000 >=1 aws-containers/retail-store-sample-app:src/cart/Dockerfile
  public.ecr.aws/aws-containers/retail-store-sample-catalog appuser=1000 >=1 aws-containers/retail-store-sample-app:src/catalog/Dockerfile
  public.ecr.aws/aws-containers/retail-store-sample-checkout appuser=1000 >=1 aws-containers/retail-store-sample-app:src/checkout/Dockerfile
  public.ecr.aws/aws-containers/retail-store-sample-orders appuser=1000 >=1 aws-containers/retail-store-sample-app:src/orders/Dockerfile
  public.ecr.aws/aws-containers/retail-store-sample-ui appuser=1000 >=1 aws-containers/retail-store-sample-app:src/ui/Dockerfile
  quay.io/argoproj/argocli 8737 >=3 argoproj/argo-workflows:Dockerfile
  quay.io/argoproj/workflow-controller 8737 >=3 argoproj/argo-workflows:Dockerfile
  quay.io/fairwinds/polaris 1200 >=3 FairwindsOps/polaris:Dockerfile
  quay.io/kuberay/apiserver 65532 >=0.3 ray-project/kuberay:apiserver/Dockerfile
  quay.io/kuberay/operator 65532 >=0.3 ray-project/kuberay:ray-operator/Dockerfile
  quay.io/rabbitmqoperator/cluster-operator 1000 >=1 rabbitmq/cluster-operator:Dockerfile
  registry.k8s.io/descheduler/descheduler 1000 >=0.25 kubernetes-sigs/descheduler:Dockerfile
  registry.k8s.io/ingress-nginx/kube-webhook-certgen 65532 >=1.1 kubernetes/ingress-nginx:images/kube-webhook-certgen/rootfs/Dockerfile
  us-central1-docker.pkg.dev/google-samples/microservices-demo/cartservice 1000 >=0.8 GoogleCloudPlatform/microservices-demo:src/cartservice/src/Dockerfile
  us-docker.pkg.dev/google-samples/containers/gke/hello-app nonroot=65532 GoogleCloudPlatform/kubernetes-engine-samples:quickstarts/hello-app/Dockerfile
  us-docker.pkg.dev/google-samples/containers/gke/hello-app-cdn nonroot=65532 GoogleCloudPlatform/kubernetes-engine-samples:quickstarts/hello-app-cdn/Dockerfile
`,
  true,
);
