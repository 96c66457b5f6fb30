import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import { autoscalersOf } from "../../workspace/scaling.ts";
import { isTogether } from "../../workspace/together.ts";

export default defineRule({
  id: "replicas-with-autoscaler",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-score": ["deployment-targeted-by-hpa-does-not-have-replicas-configured"] },
  summary: "A workload that an autoscaler scales says itself how many replicas it has.",
  why: "Every apply sets it back to that number, in the middle of the load that it was scaled for.",
  links: [
    "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling",
  ],
  asksWorkspace: true,
  on: workloads,

  *check(workload, { workspace, uri }) {
    const replicas = workload.root.at("spec", "replicas");
    // Autoscalers leave alone what is scaled to none.
    if (!replicas?.number) return;
    const user = { namespace: workload.namespace, uri };
    const autoscaler = autoscalersOf(workspace, workload).find((one) => isTogether(user, one));
    if (!autoscaler) return;
    const kind = autoscaler.groupKind.slice(autoscaler.groupKind.indexOf("/") + 1);
    yield {
      at: replicas,
      data: { title: titleOf(workload), count: replicas.number, by: `${kind} "${autoscaler.name ?? ""}"` },
      related: [{ at: autoscaler.place, message: `The ${kind} stands here.` }],
    };
  },

  message: ({ title, count, by }) =>
    `${title} is scaled by ${by}, but every apply sets it back to ${count} replica${count === 1 ? "" : "s"}.`,

  fixes: [
    {
      // Review: the next client-side apply, which sees the field go, scales to 1 once.
      class: "review",
      title: () => "Leave the number to the autoscaler (the next apply may scale to 1 once)",
      edits: ({ at }, edit) => [edit.remove(at)],
    },
  ],
});
