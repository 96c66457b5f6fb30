import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import type { EditBuilder } from "../../lint/edit.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

const policies = ["Always", "OnFailure", "Never"];

/** Kinds that run pods for ever. What kinds of others take is not known. */
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
  summary: "A workload's kind does not take its restart policy.",
  why: "The API server refuses it: what runs for ever restarts always, and what ends must say otherwise.",
  links: ["https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy"],
  on: workloads,

  *check(workload) {
    const { kind, pod, anchor } = workload;
    const fitting = fittingOf(kind);
    const at = pod.at("restartPolicy");
    const policy = at?.string;
    if (!fitting || (policy !== undefined && isTemplated(policy))) return;
    const isMissing = isUnset(pod, "restartPolicy") && !fitting.includes("Always");
    if (!isMissing && (policy === undefined || fitting.includes(policy))) return;
    yield { at: at ?? anchor, data: { title: titleOf(workload), kind, pod, policy, fitting } };
  },

  message: ({ title, kind, policy, fitting }) => {
    const says =
      policy === undefined ? "has no restartPolicy, which means Always" : `has restartPolicy ${policy}`;
    return `${title} ${says}, so the API server refuses it: a ${kind} takes ${fitting.join(" or ")}.`;
  },

  fixes: [
    {
      // Safe: it was refused, and its kind takes no other, or the word differs in its case only.
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

interface Refused {
  readonly pod: Value;
  readonly fitting: readonly string[];
  readonly policy: string | undefined;
}

function choose({ pod, fitting, policy }: Refused, choice: string, edit: EditBuilder) {
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
