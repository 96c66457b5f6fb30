import { titleOf } from "../../kubernetes/pods.ts";
import { replicasOf } from "../../kubernetes/replicas.ts";
import { containersWithout } from "../../kubernetes/resources.ts";
import { addCompanion, hasOpenNamespace } from "../../lint/companion.ts";
import { placeholder } from "../../lint/edit.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import { autoscalersOf, isSaidElsewhere } from "../../workspace/scaling.ts";
import { isServed } from "../../workspace/serving.ts";

/** A StatefulSet's pods are mostly members of something that has to be told when one joins or leaves. */
const scalable: ReadonlySet<string> = new Set(["Deployment", "Rollout"]);

export default defineRule({
  id: "autoscaler-missing",
  category: "reliability",
  severity: "hint",
  since: "0.1.0",
  presets: [],
  summary: "A workload with a fixed number of replicas serves requests, and nothing scales it.",
  why: "Its pods are too few when the load is high, and paid for when it is low.",
  links: ["https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"],
  asksWorkspace: true,
  on: workloads,

  *check(workload, { workspace }) {
    const { kind, group, root, name } = workload;
    const replicas = replicasOf(workload);
    // One pod is often one on purpose, and another rule's.
    if (!scalable.has(kind) || replicas === undefined || replicas < 2 || name === undefined) return;
    if (isSaidElsewhere(workspace, `${group}/${kind}`, workload) || !isServed(workload, workspace)) return;
    if (autoscalersOf(workspace, workload).length > 0) return;
    const at = root.at("spec", "replicas") ?? workload.anchor;
    yield { at, data: { title: titleOf(workload), workload, name, replicas } };
  },

  message: ({ title, replicas }) =>
    `${title} runs ${replicas} replicas whatever the load is, so they are too few at some times and too many at others.`,

  fixes: [
    {
      // Template: how many pods the cluster and what lies behind can bear, a person knows.
      class: "template",
      title: ({ replicas }) => `Scale it from ${replicas} pods up`,
      edits: ({ data: { workload, name, replicas } }, edit, { workspace }) => {
        const count = workload.root.at("spec", "replicas");
        // How busy a pod is, is measured by what it requests.
        const unmeasured = containersWithout(workload, "requests", "cpu", { every: true });
        const isTaken =
          workspace.named("autoscaling/HorizontalPodAutoscaler", workload.namespace, name).length > 0;
        if (!count || isTaken || hasOpenNamespace(workload) || [...unmeasured].length > 0) return undefined;
        const { apiVersion, kind } = workload;
        const target = { type: "Utilization", averageUtilization: placeholder(80) };
        const spec = {
          scaleTargetRef: { apiVersion, kind, name },
          minReplicas: replicas,
          maxReplicas: placeholder(2 * replicas),
          metrics: [{ type: "Resource", resource: { name: "cpu", target } }],
        };
        const autoscaler = {
          apiVersion: "autoscaling/v2",
          kind: "HorizontalPodAutoscaler",
          name,
          body: { spec },
        };
        return [edit.remove(count), addCompanion(workload, autoscaler, edit)];
      },
    },
  ],
});
