import type { ImageReference } from "./reference.ts";
import { parseUserRows, userRowOf } from "./user-tables.ts";

/**
 * Whether an unofficial image is known to start as root: the last stage of its Dockerfile has no `USER`, and neither has
 * the image that it is based on.
 */
export function isRootImage(image: ImageReference): boolean {
  // Variants for other users have a name that says so.
  return (
    !/(?:^|[-_.])(?:distroless|non-?root|rootless|openshift|unprivileged)(?:$|[-_.])/.test(image.tag ?? "") &&
    userRowOf(rows, image) !== undefined
  );
}

/** Only images whose entry point does not switch to a different user. */
const rows = parseUserRows(`
  docker.io/alpine/git alpine-docker/git:Dockerfile
  docker.io/alpine/helm alpine-docker/helm:Dockerfile
  docker.io/argoproj/argosay argoproj/argo-workflows:test/e2e/images/argosay/v1/Dockerfile
  docker.io/buoyantio/emojivoto-emoji-svc BuoyantIO/emojivoto:Dockerfile-base
  docker.io/buoyantio/emojivoto-voting-svc BuoyantIO/emojivoto:Dockerfile-base
  docker.io/buoyantio/emojivoto-web BuoyantIO/emojivoto:Dockerfile-base
  docker.io/cvallance/mongo-k8s-sidecar cvallance/mongo-k8s-sidecar:Dockerfile
  docker.io/flannel/flannel flannel-io/flannel:images/Dockerfile
  docker.io/fluent/fluent-bit fluent/fluent-bit:dockerfiles/Dockerfile
  docker.io/google/cloud-sdk GoogleCloudPlatform/cloud-sdk-docker:Dockerfile
  docker.io/grafana/alloy grafana/alloy:Dockerfile
  docker.io/hashicorpdemoapp/frontend <0.0.8 hashicorp-demoapp/frontend:Dockerfile
  docker.io/hashicorpdemoapp/payments hashicorp-demoapp/payments:Dockerfile
  docker.io/hashicorpdemoapp/product-api hashicorp-demoapp/product-api-go:Dockerfile
  docker.io/jaegertracing/all-in-one <1.19 jaegertracing/jaeger:cmd/all-in-one/Dockerfile
  docker.io/jaegertracing/jaeger-agent <1.19 jaegertracing/jaeger:cmd/agent/Dockerfile
  docker.io/jaegertracing/jaeger-collector <1.19 jaegertracing/jaeger:cmd/collector/Dockerfile
  docker.io/jaegertracing/jaeger-query <1.19 jaegertracing/jaeger:cmd/query/Dockerfile
  docker.io/jmalloc/echo-server jmalloc/echo-server:Dockerfile
  docker.io/kodekloud/webapp-color kodekloudhub/webapp-color:Dockerfile
  docker.io/metallb/controller >=0.9 metallb/metallb:controller/Dockerfile
  docker.io/metallb/speaker >=0.9 metallb/metallb:speaker/Dockerfile
  docker.io/minio/mc minio/mc:Dockerfile.release
  docker.io/minio/minio minio/minio:Dockerfile.release
  docker.io/nginxdemos/hello nginxinc/NGINX-Demos:nginx-hello/Dockerfile
  docker.io/praqma/network-multitool Praqma/Network-MultiTool:Dockerfile
  docker.io/projectcontour/contour >=1.10 projectcontour/contour:Dockerfile
  docker.io/prom/blackbox-exporter prometheus/blackbox_exporter:Dockerfile
  docker.io/prom/snmp-exporter prometheus/snmp_exporter:Dockerfile
  docker.io/pytorch/pytorch pytorch/pytorch:Dockerfile
  docker.io/restic/restic restic/restic:docker/Dockerfile
  docker.io/robotshop/rs-cart instana/robot-shop:cart/Dockerfile
  docker.io/robotshop/rs-catalogue instana/robot-shop:catalogue/Dockerfile
  docker.io/robotshop/rs-dispatch instana/robot-shop:dispatch/Dockerfile
  docker.io/robotshop/rs-payment instana/robot-shop:payment/Dockerfile
  docker.io/robotshop/rs-ratings instana/robot-shop:ratings/Dockerfile
  docker.io/robotshop/rs-shipping instana/robot-shop:shipping/Dockerfile
  docker.io/robotshop/rs-user instana/robot-shop:user/Dockerfile
  docker.io/robotshop/rs-web instana/robot-shop:web/Dockerfile
  docker.io/tensorflow/serving tensorflow/serving:tensorflow_serving/tools/docker/Dockerfile
  docker.io/tensorflow/tensorflow tensorflow/tensorflow:tensorflow/tools/dockerfiles/dockerfiles/cpu.Dockerfile
  docker.io/traefik/whoami traefik/whoami:Dockerfile
  docker.io/vfarcic/go-demo-2 vfarcic/go-demo-2:Dockerfile
  docker.io/vfarcic/go-demo-3 vfarcic/go-demo-3:Dockerfile
  docker.io/vish/stress vishh/stress:Dockerfile
  docker.io/vllm/vllm-openai vllm-project/vllm:docker/Dockerfile
  docker.io/volcanosh/vc-agent volcano-sh/volcano:installer/dockerfile/agent/Dockerfile
  docker.io/volcanosh/vc-controller-manager volcano-sh/volcano:installer/dockerfile/controller-manager/Dockerfile
  docker.io/volcanosh/vc-scheduler volcano-sh/volcano:installer/dockerfile/scheduler/Dockerfile
  docker.io/volcanosh/vc-webhook-manager volcano-sh/volcano:installer/dockerfile/webhook-manager/Dockerfile
  gcr.io/google-samples/gb-frontend GoogleCloudPlatform/kubernetes-engine-samples:quickstarts/guestbook/php-redis/Dockerfile
  gcr.io/google-samples/microservices-demo/adservice GoogleCloudPlatform/microservices-demo:src/adservice/Dockerfile
  gcr.io/google-samples/microservices-demo/checkoutservice GoogleCloudPlatform/microservices-demo:src/checkoutservice/Dockerfile
  gcr.io/google-samples/microservices-demo/currencyservice GoogleCloudPlatform/microservices-demo:src/currencyservice/Dockerfile
  gcr.io/google-samples/microservices-demo/emailservice GoogleCloudPlatform/microservices-demo:src/emailservice/Dockerfile
  gcr.io/google-samples/microservices-demo/frontend GoogleCloudPlatform/microservices-demo:src/frontend/Dockerfile
  gcr.io/google-samples/microservices-demo/loadgenerator GoogleCloudPlatform/microservices-demo:src/loadgenerator/Dockerfile
  gcr.io/google-samples/microservices-demo/paymentservice GoogleCloudPlatform/microservices-demo:src/paymentservice/Dockerfile
  gcr.io/google-samples/microservices-demo/productcatalogservice GoogleCloudPlatform/microservices-demo:src/productcatalogservice/Dockerfile
  gcr.io/google-samples/microservices-demo/recommendationservice GoogleCloudPlatform/microservices-demo:src/recommendationservice/Dockerfile
  gcr.io/google-samples/microservices-demo/shippingservice GoogleCloudPlatform/microservices-demo:src/shippingservice/Dockerfile
  gcr.io/google.com/cloudsdktool/cloud-sdk GoogleCloudPlatform/cloud-sdk-docker:Dockerfile
  gcr.io/google.com/cloudsdktool/google-cloud-cli GoogleCloudPlatform/cloud-sdk-docker:Dockerfile
  ghcr.io/azure-samples/aks-store-demo/ai-service Azure-Samples/aks-store-demo:src/ai-service/Dockerfile
  ghcr.io/azure-samples/aks-store-demo/makeline-service Azure-Samples/aks-store-demo:src/makeline-service/Dockerfile
  ghcr.io/azure-samples/aks-store-demo/order-service Azure-Samples/aks-store-demo:src/order-service/Dockerfile
  ghcr.io/azure-samples/aks-store-demo/product-service Azure-Samples/aks-store-demo:src/product-service/Dockerfile
  ghcr.io/azure-samples/aks-store-demo/store-admin Azure-Samples/aks-store-demo:src/store-admin/Dockerfile
  ghcr.io/azure-samples/aks-store-demo/store-front Azure-Samples/aks-store-demo:src/store-front/Dockerfile
  ghcr.io/azure-samples/aks-store-demo/virtual-customer Azure-Samples/aks-store-demo:src/virtual-customer/Dockerfile
  ghcr.io/azure-samples/aks-store-demo/virtual-worker Azure-Samples/aks-store-demo:src/virtual-worker/Dockerfile
  ghcr.io/chaos-mesh/chaos-daemon chaos-mesh/chaos-mesh:images/chaos-daemon/Dockerfile
  ghcr.io/chaos-mesh/chaos-dashboard chaos-mesh/chaos-mesh:images/chaos-dashboard/Dockerfile
  ghcr.io/chaos-mesh/chaos-mesh chaos-mesh/chaos-mesh:images/chaos-mesh/Dockerfile
  ghcr.io/grafana/intro-to-mltp grafana/intro-to-mltp:source/docker/Dockerfile
  ghcr.io/huggingface/text-generation-inference huggingface/text-generation-inference:Dockerfile
  ghcr.io/open-feature/playground-app open-feature/playground:packages/app/Dockerfile
  ghcr.io/projectcontour/contour >=1.10 projectcontour/contour:Dockerfile
  k8s.gcr.io/descheduler/descheduler <0.21 kubernetes-sigs/descheduler:Dockerfile
  k8s.gcr.io/e2e-test-images/agnhost kubernetes/kubernetes:test/images/agnhost/Dockerfile
  k8s.gcr.io/e2e-test-images/echoserver kubernetes/kubernetes:test/images/echoserver/Dockerfile
  k8s.gcr.io/e2e-test-images/jessie-dnsutils kubernetes/kubernetes:test/images/jessie-dnsutils/Dockerfile
  k8s.gcr.io/echoserver <2 kubernetes/kubernetes:test/images/echoserver/Dockerfile
  k8s.gcr.io/hpa-example kubernetes/website:content/en/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough.md
  k8s.gcr.io/nginx-slim <0.20 kubernetes/contrib:ingress/images/nginx-slim/Dockerfile
  mcr.microsoft.com/azuredocs/azure-vote-front Azure-Samples/azure-voting-app-redis:azure-vote/Dockerfile
  quay.io/frrouting/frr FRRouting/frr:docker/alpine/Dockerfile
  quay.io/metallb/controller >=0.9 metallb/metallb:controller/Dockerfile
  quay.io/metallb/speaker >=0.9 metallb/metallb:speaker/Dockerfile
  quay.io/minio/mc minio/mc:Dockerfile.release
  quay.io/minio/minio minio/minio:Dockerfile.release
  quay.io/prometheus/blackbox-exporter prometheus/blackbox_exporter:Dockerfile
  quay.io/prometheus/snmp-exporter prometheus/snmp_exporter:Dockerfile
  registry.k8s.io/e2e-test-images/agnhost kubernetes/kubernetes:test/images/agnhost/Dockerfile
  registry.k8s.io/e2e-test-images/echoserver kubernetes/kubernetes:test/images/echoserver/Dockerfile
  registry.k8s.io/e2e-test-images/jessie-dnsutils kubernetes/kubernetes:test/images/jessie-dnsutils/Dockerfile
  registry.k8s.io/hpa-example kubernetes/website:content/en/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough.md
  us-central1-docker.pkg.dev/google-samples/microservices-demo/adservice GoogleCloudPlatform/microservices-demo:src/adservice/Dockerfile
  us-central1-docker.pkg.dev/google-samples/microservices-demo/checkoutservice GoogleCloudPlatform/microservices-demo:src/checkoutservice/Dockerfile
  us-central1-docker.pkg.dev/google-samples/microservices-demo/currencyservice GoogleCloudPlatform/microservices-demo:src/currencyservice/Dockerfile
  us-central1-docker.pkg.dev/google-samples/microservices-demo/emailservice GoogleCloudPlatform/microservices-demo:src/emailservice/Dockerfile
  us-central1-docker.pkg.dev/google-samples/microservices-demo/frontend GoogleCloudPlatform/microservices-demo:src/frontend/Dockerfile
  us-central1-docker.pkg.dev/google-samples/microservices-demo/loadgenerator GoogleCloudPlatform/microservices-demo:src/loadgenerator/Dockerfile
  us-central1-docker.pkg.dev/google-samples/microservices-demo/paymentservice GoogleCloudPlatform/microservices-demo:src/paymentservice/Dockerfile
  us-central1-docker.pkg.dev/google-samples/microservices-demo/productcatalogservice GoogleCloudPlatform/microservices-demo:src/productcatalogservice/Dockerfile
  us-central1-docker.pkg.dev/google-samples/microservices-demo/recommendationservice GoogleCloudPlatform/microservices-demo:src/recommendationservice/Dockerfile
  us-central1-docker.pkg.dev/google-samples/microservices-demo/shippingservice GoogleCloudPlatform/microservices-demo:src/shippingservice/Dockerfile
  us-docker.pkg.dev/deeplearning-platform-release/gcr.io/huggingface-text-generation-inference-* huggingface/Google-Cloud-Containers:containers/tgi/gpu/2.4.0/Dockerfile
  us-docker.pkg.dev/google-samples/containers/gke/gb-frontend GoogleCloudPlatform/kubernetes-engine-samples:quickstarts/guestbook/php-redis/Dockerfile
  us-docker.pkg.dev/google-samples/containers/gke/gradio-app GoogleCloudPlatform/kubernetes-engine-samples:ai-ml/llm-serving-gemma/gradio/Dockerfile
`);
