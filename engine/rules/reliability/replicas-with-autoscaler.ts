import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";
import { autoscalersOf } from "../../workspace/scaling.ts";
import { isSurelyTogether } from "../../workspace/together.ts";

export default defineRule({
  id: "replicas-with-autoscaler",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-score": ["deployment-targeted-by-hpa-does-not-have-replicas-configured"] },
  summary: "A workload that an autoscaler scales also sets replicas.",
  why: "Every apply resets the number of replicas, even under the load that the autoscaler scaled up for.",
  links: [
    "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling",
  ],
  on: inWorkspace(workloads),

  *check(workload, { workspace, uri }) {
    const replicas = workload.root.at("spec", "replicas");
    // Autoscalers ignore a workload that is scaled to zero.
    if (!replicas?.number) return;
    const user = { namespace: workload.namespace, uri };
    const autoscaler = autoscalersOf(workspace, workload).find((facts) =>
      isSurelyTogether(workspace, user, facts),
    );
    if (!autoscaler) return;
    const kind = autoscaler.groupKind.slice(autoscaler.groupKind.indexOf("/") + 1);
    const scaler = autoscaler.name === undefined ? `a ${kind}` : `${kind} "${autoscaler.name}"`;
    yield {
      at: replicas,
      data: { title: titleOf(workload), count: replicas.number, scaler },
      related: [{ at: autoscaler.place, message: `The ${kind} is defined here.` }],
    };
  },

  message: ({ title, count, scaler }) =>
    `${title} sets replicas to ${count} although ${scaler} scales it, so every apply undoes the scaling.`,

  fixClasses: ["review"],
  *fixes({ at }, edit) {
    // Review: the next client-side apply removes the field, which scales the workload to 1 once.
    yield {
      class: "review",
      title: "Remove replicas (the next kubectl apply can briefly scale the workload to 1 pod)",
      edits: [edit.remove(at)],
    };
  },
});
