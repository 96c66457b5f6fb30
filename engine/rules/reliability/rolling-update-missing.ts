import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isSingleInstance } from "../../kubernetes/single-instance.ts";
import type { Value } from "../../kubernetes/value.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import { isServed } from "../../workspace/serving.ts";

/** What the strategies of OpenShift and of all others are called that replace pods bit by bit. */
const gradual: ReadonlySet<string> = new Set(["RollingUpdate", "Rolling"]);

/** The field of a kind that has its strategy, where the API server fills in a default. */
const strategyFields: ReadonlyMap<string, string> = new Map([
  ["Deployment", "strategy"],
  ["DeploymentConfig", "strategy"],
  ["DaemonSet", "updateStrategy"],
  ["StatefulSet", "updateStrategy"],
]);

interface StrategyData {
  readonly title: string;
  /** As it is written. */
  readonly strategy: string | undefined;
  readonly isSingle: boolean;
  readonly rolling: string;
  readonly root: Value;
  readonly field: string | undefined;
}

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
      "Report every workload, even if it leaves the strategy to its default, and not only Deployments behind Services whose pods share no claim.",
      false,
    ),
  },
  asksWorkspace: true,
  on: workloads,

  *check(workload, { options, workspace }) {
    const { root, kind } = workload;
    const field = strategyFields.get(kind);
    if (options.every && field && isUnset(root, "spec", field, "type")) {
      const rolling = kind === "DeploymentConfig" ? "Rolling" : "RollingUpdate";
      const data: StrategyData = {
        title: titleOf(workload),
        strategy: undefined,
        isSingle: false,
        rolling,
        root,
        field,
      };
      yield { at: workload.anchor, data };
      return;
    }
    const at = root.at("spec", "strategy", "type") ?? root.at("spec", "updateStrategy", "type");
    const strategy = at?.string;
    // Argo's Rollouts have strategies of their own, without a type.
    if (!at || !strategy || !/^[A-Z]\w+$/.test(strategy) || gradual.has(strategy)) return;
    if (!options.every) {
      // With OnDelete, a person replaces the pods; two of them at once might not be able to attach the volume.
      if (strategy !== "Recreate" || isSingleInstance(workload) || !isServed(workload, workspace)) return;
    }
    const data: StrategyData = {
      title: titleOf(workload),
      strategy,
      isSingle: isSingleInstance(workload),
      rolling: kind === "DeploymentConfig" ? "Rolling" : "RollingUpdate",
      root,
      field,
    };
    yield { at, data };
  },

  message: ({ title, strategy, rolling }) => {
    if (strategy === undefined) return `${title} has no update strategy, so the default ${rolling} applies.`;
    return strategy === "Recreate"
      ? `${title} uses the Recreate strategy, which stops all pods before starting new ones, so every update causes downtime.`
      : `${title} uses the ${strategy} strategy, so its pods are not replaced gradually.`;
  },

  fixes: [
    {
      // Safe: this is the default.
      class: "safe",
      title: ({ rolling }) => `Set the strategy to ${rolling}`,
      edits: ({ data: { strategy, rolling, root, field } }, edit) =>
        strategy === undefined && field
          ? [edit.set(root, ["spec", field, "type"], rolling, { before: ["template"] })]
          : undefined,
    },
    {
      // Review: the old and the new version run side by side for a while.
      class: "review",
      title: () => "Use a rolling update",
      edits: ({ at, data: { rolling, isSingle, strategy } }, edit) =>
        isSingle || strategy === undefined ? undefined : [edit.setValue(at as Value, rolling)],
    },
  ],
});
