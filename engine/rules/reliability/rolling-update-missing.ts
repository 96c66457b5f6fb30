import { titleOf } from "../../kubernetes/pods.ts";
import { isSingleInstance } from "../../kubernetes/single-instance.ts";
import type { Value } from "../../kubernetes/value.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import { isServed } from "../../workspace/serving.ts";

/** What the strategies of OpenShift and of all others are called that replace pods bit by bit. */
const gradual: ReadonlySet<string> = new Set(["RollingUpdate", "Rolling"]);

export default defineRule({
  id: "rolling-update-missing",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  presetOptions: { "kube-linter": { every: true } },
  peers: {
    "kube-linter": ["no-rolling-update-strategy"],
    "kube-score": ["deployment-strategy"],
    kubescape: ["C-0305"],
  },
  summary: "A workload that Services send requests to is stopped for every update.",
  why: "All of its pods end before the first new one starts, so nobody is answered in between.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy"],
  options: {
    every: flag(
      "Asks every workload, and not only Deployments of Services whose pods share no claim.",
      false,
    ),
  },
  asksWorkspace: true,
  on: workloads,

  *check(workload, { options, workspace }) {
    const { root, kind } = workload;
    const at = root.at("spec", "strategy", "type") ?? root.at("spec", "updateStrategy", "type");
    const strategy = at?.string;
    // Argo's Rollouts have strategies of their own, without a type.
    if (!at || !strategy || !/^[A-Z]\w+$/.test(strategy) || gradual.has(strategy)) return;
    if (!options.every) {
      // With OnDelete, a person replaces the pods; two of them at once might not be able to attach the volume.
      if (strategy !== "Recreate" || isSingleInstance(workload) || !isServed(workload, workspace)) return;
    }
    const data = {
      title: titleOf(workload),
      strategy,
      isSingle: isSingleInstance(workload),
      rolling: kind === "DeploymentConfig" ? "Rolling" : "RollingUpdate",
    };
    yield { at, data };
  },

  message: ({ title, strategy }) =>
    strategy === "Recreate"
      ? `${title} uses the Recreate strategy, which stops all pods before starting new ones, so every update causes downtime.`
      : `${title} uses the ${strategy} strategy, so its pods are not replaced gradually.`,

  fixes: [
    {
      // Review: the old and the new version run side by side for a while.
      class: "review",
      title: () => "Use a rolling update",
      edits: ({ at, data: { rolling, isSingle } }, edit) =>
        isSingle ? undefined : [edit.setValue(at as Value, rolling)],
    },
  ],
});
