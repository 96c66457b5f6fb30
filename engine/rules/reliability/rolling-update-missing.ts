import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isSingleInstance } from "../../kubernetes/single-instance.ts";
import type { Value } from "../../kubernetes/value.ts";
import { flag } from "../../rule/options.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";
import { isServed } from "../../workspace/serving.ts";

/** The names of the rolling strategy in Kubernetes and in OpenShift. */
const rollingTypes: ReadonlySet<string> = new Set(["RollingUpdate", "Rolling"]);

/** The strategy field of each kind for which the API server has a default. */
const strategyFields: ReadonlyMap<string, string> = new Map([
  ["Deployment", "strategy"],
  ["DeploymentConfig", "strategy"],
  ["DaemonSet", "updateStrategy"],
  ["StatefulSet", "updateStrategy"],
]);

interface StrategyData {
  readonly title: string;
  /** The type in the text; `undefined` if it is not set. */
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
  summary: "A workload behind a Service uses the Recreate strategy.",
  why: "All of its pods are stopped before the first new one starts, so every update causes downtime.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy"],
  options: {
    every: flag(
      "Report every workload without an explicit rolling strategy, including those without a Service and those that might not support two running versions.",
      false,
    ),
  },
  on: inWorkspace(workloads),

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
    // The strategies of Argo Rollouts have no type.
    if (!at || !strategy || !/^[A-Z]\w+$/.test(strategy) || rollingTypes.has(strategy)) return;
    if (!options.every) {
      // With OnDelete, pods are replaced by hand. Two pods might not be able to attach the same volume at the same
      // time.
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
    if (strategy === undefined)
      return `${title} sets no update strategy, so it uses the default, ${rolling}.`;
    if (strategy === "OnDelete")
      return `${title} uses the OnDelete strategy, so its pods are updated only when someone deletes them.`;
    return strategy === "Recreate"
      ? `${title} uses the Recreate strategy, which stops all pods before starting new ones, so every update causes downtime.`
      : `${title} uses the ${strategy} strategy instead of a rolling update, so updates might cause downtime.`;
  },

  fixClasses: ["safe", "review"],
  *fixes({ data: { rolling, strategy, root, field, isSingle }, at }, edit) {
    if (strategy === undefined && field) {
      // Safe: this is the default.
      yield {
        class: "safe",
        title: `Set the update strategy to ${rolling} (the default)`,
        edits: [edit.set(root, ["spec", field, "type"], rolling, { before: ["template"] })],
      };
    }
    if (!isSingle && strategy !== undefined) {
      // Review: old and new pods run at the same time during an update.
      yield {
        class: "review",
        title: `Set the update strategy to ${rolling} (old and new pods run at the same time)`,
        edits: [edit.setValue(at as Value, rolling)],
      };
    }
  },
});
