import { addCompanion, hasOpenNamespace } from "../../edits/companion.ts";
import { placeholder } from "../../edits/edit.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { replicasOf } from "../../kubernetes/replicas.ts";
import { containersWithout } from "../../kubernetes/resources.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";
import { autoscalersOf, isSaidElsewhere } from "../../workspace/scaling.ts";
import { isServed } from "../../workspace/serving.ts";

/** Without StatefulSets: most of them are clusters whose members must be informed when a pod joins or leaves. */
const scalable: ReadonlySet<string> = new Set(["Deployment", "Rollout"]);

export default defineRule({
  id: "autoscaler-missing",
  category: "reliability",
  severity: "hint",
  since: "0.1.0",
  presets: [],
  summary: "A workload behind a Service has a fixed number of replicas and no autoscaler.",
  why: "It is overloaded when there are more requests than its pods can handle, and it wastes resources when there are few.",
  links: ["https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"],
  on: inWorkspace(workloads),

  *check(workload, { workspace }) {
    const { kind, group, root, name } = workload;
    const replicas = replicasOf(workload);
    // A single replica is often intended. A separate rule reports it.
    if (!scalable.has(kind) || replicas === undefined || replicas < 2 || name === undefined) return;
    if (isSaidElsewhere(workspace, `${group}/${kind}`, workload) || !isServed(workload, workspace)) return;
    if (autoscalersOf(workspace, workload).length > 0) return;
    const at = root.at("spec", "replicas") ?? workload.anchor;
    yield { at, data: { title: titleOf(workload), workload, name, replicas } };
  },

  message: ({ title, replicas }) =>
    `${title} has a fixed number of replicas (${replicas}) and no autoscaler in this workspace, so it cannot scale up under load.`,

  fixClasses: ["template"],
  *fixes({ data: { replicas, workload, name } }, edit, { workspace }) {
    const count = workload.root.at("spec", "replicas");
    // Utilization is a percentage of the CPU request.
    const unmeasured = containersWithout(workload, "requests", "cpu", { every: true });
    const isTaken =
      workspace.named("autoscaling/HorizontalPodAutoscaler", workload.namespace, name).length > 0;
    if (!count || isTaken || hasOpenNamespace(workload) || [...unmeasured].length > 0) return;
    const { apiVersion, kind } = workload;
    const maximum = 2 * replicas;
    const target = { type: "Utilization", averageUtilization: placeholder(80) };
    const spec = {
      scaleTargetRef: { apiVersion, kind, name },
      minReplicas: replicas,
      maxReplicas: placeholder(maximum),
      metrics: [{ type: "Resource", resource: { name: "cpu", target } }],
    };
    const autoscaler = {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      name,
      body: { spec },
    };
    // Template: only the user knows how many pods the cluster and its backends can handle.
    yield {
      class: "template",
      title: `Replace replicas with an autoscaler that runs ${replicas} to ${maximum} pods and targets 80% CPU`,
      edits: [edit.remove(count), addCompanion(workload, autoscaler, edit)],
    };
  },
});
