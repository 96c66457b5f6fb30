import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import type { EditBuilder } from "../../lint/edit.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

const policies = ["Always", "OnFailure", "Never"];

/** Kinds whose pods run indefinitely. The values that custom kinds accept are not known. */
const steady: ReadonlySet<string> = new Set([
  "DaemonSet",
  "Deployment",
  "DeploymentConfig",
  "ReplicaSet",
  "ReplicationController",
  "StatefulSet",
]);

export default defineRule({
  id: "restart-policy-invalid",
  category: "reliability",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-linter": ["restart-policy"], "kube-score": ["cronjob-restartpolicy"] },
  summary: "A workload has a restart policy that its kind does not allow.",
  why: "Pods that run indefinitely must use Always, and pods of Jobs must use OnFailure or Never. The API server rejects everything else.",
  links: ["https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy"],
  on: workloads,

  *check(workload) {
    const { kind, pod, anchor } = workload;
    const fitting = fittingOf(kind);
    const at = pod.at("restartPolicy");
    // An empty text means the default, which is Always.
    const policy = at?.string === "" && fitting?.includes("Always") ? "Always" : at?.string;
    if (!fitting || (policy !== undefined && isTemplated(policy))) return;
    const isMissing = isUnset(pod, "restartPolicy") && !fitting.includes("Always");
    if (!isMissing && (policy === undefined || fitting.includes(policy))) return;
    yield { at: at ?? anchor, data: { title: titleOf(workload), kind, pod, policy, fitting } };
  },

  message: ({ title, kind, policy, fitting }) => {
    const fact =
      policy === undefined ? "has no restartPolicy, which means Always" : `has restartPolicy "${policy}"`;
    return `${title} ${fact}, but a ${kind} allows only ${fitting.join(" or ")}, so the API server rejects it.`;
  },

  fixes: [
    {
      // Safe: the API server rejected it, and its kind allows no other policy, or only the case differs.
      class: "safe",
      title: ({ fitting, policy }) => `Set restartPolicy to ${meant(fitting, policy)}`,
      edits: ({ at, data: { fitting, policy } }, edit) => {
        const only = meant(fitting, policy);
        return only === undefined ? undefined : [edit.setValue(at, only)];
      },
    },
    {
      // Review: whether a failed pod is replaced or its container started again is a choice.
      class: "review",
      title: () => "Replace failed pods (Never)",
      edits: ({ data }, edit) => choose(data, "Never", edit),
    },
    {
      // Review: as above.
      class: "review",
      title: () => "Restart failed containers (OnFailure)",
      edits: ({ data }, edit) => choose(data, "OnFailure", edit),
    },
  ],
});

function fittingOf(kind: string): readonly string[] | undefined {
  if (kind === "Pod") return policies;
  if (kind === "Job" || kind === "CronJob") return ["Never", "OnFailure"];
  return steady.has(kind) ? ["Always"] : undefined;
}

interface Choice {
  readonly pod: Value;
  readonly fitting: readonly string[];
  readonly policy: string | undefined;
}

function choose({ pod, fitting, policy }: Choice, choice: string, edit: EditBuilder) {
  return fitting.includes("Always") || meant(fitting, policy) !== undefined
    ? undefined
    : [edit.set(pod, ["restartPolicy"], choice, { before: ["initContainers", "containers"] })];
}

/** The policy that can only be meant. */
function meant(fitting: readonly string[], policy: string | undefined): string | undefined {
  if (policy === undefined) return undefined;
  return fitting.length === 1
    ? fitting[0]
    : fitting.find((one) => one.toLowerCase() === policy.toLowerCase());
}
