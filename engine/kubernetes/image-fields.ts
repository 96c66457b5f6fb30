import type { Resource } from "./resource.ts";
import type { Value } from "./value.ts";

/** A field that holds an image outside of a pod. */
export interface ImageField {
  readonly value: Value;
  /** The mapping with the command that runs in it; undefined if an operator decides. */
  readonly step: Value | undefined;
}

const tektonTask = ["steps[]", "sidecars[]", "stepTemplate"];
const tektonPipeline = ["tasks[].taskSpec", "finally[].taskSpec"].flatMap((task) => below(task, tektonTask));
const argoTemplates = below("templates[]", [
  "container",
  "script",
  "initContainers[]",
  "sidecars[]",
  "containerSet.containers[]",
]);
const podContainers = ["containers[]", "initContainers[]"];

/**
 * Mappings with an `image` and what runs in it, by `group/Kind`. Sources: https://tekton.dev/docs/pipelines/tasks/,
 * https://tekton.dev/docs/pipelines/stepactions/, https://argo-workflows.readthedocs.io/en/latest/fields/,
 * https://knative.dev/docs/serving/reference/serving-api/, https://keda.sh/docs/latest/reference/scaledjob-spec/
 */
const steps: Readonly<Record<string, readonly string[]>> = {
  "tekton.dev/Task": below("spec", tektonTask),
  "tekton.dev/ClusterTask": below("spec", tektonTask),
  "tekton.dev/StepAction": ["spec"],
  "tekton.dev/TaskRun": below("spec.taskSpec", tektonTask),
  "tekton.dev/Pipeline": below("spec", tektonPipeline),
  "tekton.dev/PipelineRun": below("spec.pipelineSpec", tektonPipeline),
  "argoproj.io/Workflow": below("spec", argoTemplates),
  "argoproj.io/WorkflowTemplate": below("spec", argoTemplates),
  "argoproj.io/ClusterWorkflowTemplate": below("spec", argoTemplates),
  "argoproj.io/CronWorkflow": below("spec.workflowSpec", argoTemplates),
  "serving.knative.dev/Configuration": below("spec.template.spec", podContainers),
  "serving.knative.dev/Revision": below("spec", podContainers),
  "keda.sh/ScaledJob": below("spec.jobTargetRef.template.spec", podContainers),
  "monitoring.coreos.com/Prometheus": below("spec", podContainers),
  "monitoring.coreos.com/PrometheusAgent": below("spec", podContainers),
  "monitoring.coreos.com/Alertmanager": below("spec", podContainers),
  "monitoring.coreos.com/ThanosRuler": below("spec", podContainers),
  "postgresql.cnpg.io/Pooler": below("spec.template.spec", podContainers),
};

/**
 * Plain fields that an operator starts, by `group/Kind`. Sources:
 * https://prometheus-operator.dev/docs/api-reference/api/, https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/,
 * https://strimzi.io/docs/operators/latest/configuring, https://www.elastic.co/docs/reference/cloud-on-k8s/k8s-api-docs
 */
const fields: Readonly<Record<string, readonly string[]>> = {
  "monitoring.coreos.com/Prometheus": ["spec.image", "spec.thanos.image"],
  "monitoring.coreos.com/PrometheusAgent": ["spec.image"],
  "monitoring.coreos.com/Alertmanager": ["spec.image"],
  "monitoring.coreos.com/ThanosRuler": ["spec.image"],
  "postgresql.cnpg.io/Cluster": ["spec.imageName"],
  "postgresql.cnpg.io/ImageCatalog": ["spec.images[].image"],
  "postgresql.cnpg.io/ClusterImageCatalog": ["spec.images[].image"],
  "kafka.strimzi.io/Kafka": [
    "spec.kafka.image",
    "spec.zookeeper.image",
    "spec.entityOperator.topicOperator.image",
    "spec.entityOperator.userOperator.image",
    "spec.cruiseControl.image",
    "spec.kafkaExporter.image",
  ],
  "kafka.strimzi.io/KafkaConnect": ["spec.image"],
  "kafka.strimzi.io/KafkaBridge": ["spec.image"],
  "kafka.strimzi.io/KafkaMirrorMaker2": ["spec.image"],
  "elasticsearch.k8s.elastic.co/Elasticsearch": ["spec.image"],
  "kibana.k8s.elastic.co/Kibana": ["spec.image"],
};

/** The images that a custom resource sets outside of its pod template. */
export function imageFieldsOf({ group, kind, root }: Resource): readonly ImageField[] {
  const name = `${group}/${kind}`;
  const own = Object.hasOwn(steps, name) ? steps[name] : undefined;
  const plain = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return [
    ...(own ?? []).flatMap((path) =>
      valuesAt(root, path).flatMap((step) => {
        const value = step.at("image");
        return value ? [{ value, step }] : [];
      }),
    ),
    ...(plain ?? []).flatMap((path) => valuesAt(root, path).map((value) => ({ value, step: undefined }))),
  ];
}

function below(path: string, names: readonly string[]): readonly string[] {
  return names.map((name) => `${path}.${name}`);
}

/** The values at a path such as `spec.steps[]`, where `[]` stands for each item of a list. */
function valuesAt(root: Value, path: string): readonly Value[] {
  let found: readonly Value[] = [root];
  for (const step of path.split(".")) {
    const key = step.replace("[]", "");
    found = found.flatMap((value) => value.at(key) ?? []);
    if (key !== step) found = found.flatMap((value) => value.items());
  }
  return found;
}
