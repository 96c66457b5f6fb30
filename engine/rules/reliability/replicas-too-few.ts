import { addBudget } from "../../edits/budget.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { replicasOf } from "../../kubernetes/replicas.ts";
import type { Workload } from "../../kubernetes/resource.ts";
import { isSingleInstance } from "../../kubernetes/single-instance.ts";
import { isSpread, ownLabels, spreadConstraint, spreadPlace } from "../../kubernetes/spreading.ts";
import { flag, number } from "../../rule/options.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";
import { coversOthers, isGuarded } from "../../workspace/budgets.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import { autoscalersOf, isSaidElsewhere } from "../../workspace/scaling.ts";
import { isServed } from "../../workspace/serving.ts";

/** Kinds with interchangeable pods that users write themselves. */
const serving: ReadonlySet<string> = new Set(["Deployment", "DeploymentConfig", "Rollout"]);

export default defineRule({
  id: "replicas-too-few",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  presetOptions: { "kube-linter": { minimum: 3, every: true } },
  peers: {
    "kube-linter": ["minimum-three-replicas"],
    "kube-score": ["deployment-replicas"],
    polaris: ["deploymentMissingReplicas"],
  },
  summary: "A workload behind a Service runs a single pod.",
  why: "When that pod moves to another node, the Service has no endpoints until the new pod is ready.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/"],
  options: {
    minimum: number("The lowest number of replicas that is not reported.", 2),
    every: flag(
      "Report every workload with replicas, including those without a Service and those that might not support several.",
      false,
    ),
  },
  on: inWorkspace(workloads),

  *check(workload, { options, workspace, uri }) {
    const replicas = replicasOf(workload);
    if (replicas === undefined || options.minimum <= replicas) return;
    if (!options.every && !canHaveSeveral(workload, replicas, workspace)) return;
    const labels = ownLabels(workload);
    // More replicas help only if a node failure or a drain does not take them all down.
    const lacksSpread = labels !== undefined && !isSpread(workload);
    const lacksBudget =
      labels !== undefined &&
      workload.name !== undefined &&
      !workspace.kustomize(uri).labels &&
      !isGuarded(workload, workspace) &&
      !coversOthers(workload, labels, workspace, uri);
    const data = { title: titleOf(workload), replicas, workload, minimum: options.minimum };
    yield {
      at: workload.root.at("spec", "replicas") ?? workload.anchor,
      data: { ...data, spread: lacksSpread ? labels : undefined, budget: lacksBudget ? labels : undefined },
    };
  },

  message: ({ title, replicas, minimum }) =>
    replicas === 1
      ? `${title} runs a single pod, so it is unavailable while that pod moves to another node.`
      : `${title} runs ${replicas} replicas, fewer than the configured minimum of ${minimum}.`,

  fixClasses: ["review"],
  *fixes({ data: { minimum, spread, budget, workload } }, edit, { settings }) {
    if (isSingleInstance(workload)) return;
    const { root, pod, name } = workload;
    // Review: the software must support several replicas, and they use more of the cluster.
    yield {
      class: "review",
      title: sentenceList([
        `Set replicas to ${minimum}`,
        ...(spread ? ["add a topology spread constraint"] : []),
      ]),
      edits: [
        edit.set(root, ["spec", "replicas"], minimum, { before: ["selector", "strategy", "template"] }),
        ...(spread
          ? [edit.append(pod, ["topologySpreadConstraints"], spreadConstraint(spread), spreadPlace)]
          : []),
        ...(budget && name !== undefined
          ? [addBudget(workload, name, budget, settings.kubernetesVersion, edit)]
          : []),
      ],
    };
  },
});

/** Whether a Service depends on the workload and nothing shows that a single pod is intended. */
function canHaveSeveral(workload: Workload, replicas: number, workspace: WorkspaceView): boolean {
  const { kind, group } = workload;
  if (isSaidElsewhere(workspace, `${group}/${kind}`, workload)) return false;
  // A StatefulSet with a single pod is usually a database, and a second pod does not make it safer.
  if (!serving.has(kind) || replicas === 0 || isSingleInstance(workload)) return false;
  return autoscalersOf(workspace, workload).length === 0 && isServed(workload, workspace);
}
