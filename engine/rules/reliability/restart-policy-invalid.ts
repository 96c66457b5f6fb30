import type { EditBuilder } from "../../edits/edit.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, workloads } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";

const policies = ["Always", "OnFailure", "Never"];

/** Kinds whose pods run indefinitely. Custom kinds can accept other values. */
const indefiniteKinds: ReadonlySet<string> = new Set([
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
  why: "Pods that run indefinitely must use Always, and pods of Jobs must use OnFailure or Never. The API server rejects any other policy.",
  links: ["https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy"],
  on: workloads,

  *check(workload) {
    const { kind, pod, anchor } = workload;
    const allowed = allowedPolicies(kind);
    const at = pod.at("restartPolicy");
    // An empty string means the default, which is Always.
    const policy = at?.string === "" && allowed?.includes("Always") ? "Always" : at?.string;
    if (!allowed || (policy !== undefined && isTemplated(policy))) return;
    const isMissing = isUnset(pod, "restartPolicy") && !allowed.includes("Always");
    if (!isMissing && (policy === undefined || allowed.includes(policy))) return;
    yield { at: at ?? anchor, data: { title: titleOf(workload), kind, pod, policy, allowed } };
  },

  message: ({ title, kind, policy, allowed }) => {
    const fact =
      policy === undefined ? "has no restartPolicy (default Always)" : `sets restartPolicy to "${policy}"`;
    return `${title} ${fact}, but a ${kind} allows only ${sentenceList(allowed, "or")}, so the API server rejects it.`;
  },

  fixClasses: ["safe", "review"],
  *fixes({ data, at }, edit) {
    const { allowed, policy } = data;
    {
      const only = onlyChoice(allowed, policy);
      if (only !== undefined) {
        // Safe: the API server rejects the object, and the kind allows no other policy or only the case is wrong.
        yield {
          class: "safe",
          title: `Set restartPolicy to ${onlyChoice(allowed, policy)}`,
          edits: [edit.setValue(at, only)],
        };
      }
    }
    // Review: only the user can choose between replacing failed pods and restarting their containers.
    yield {
      class: "review",
      title: "Set restartPolicy to Never (a failed pod is replaced)",
      edits: choose(data, "Never", edit),
    };
    // Review: as above.
    yield {
      class: "review",
      title: "Set restartPolicy to OnFailure (a failed container is restarted in its pod)",
      edits: choose(data, "OnFailure", edit),
    };
  },
});

function allowedPolicies(kind: string): readonly string[] | undefined {
  if (kind === "Pod") return policies;
  if (kind === "Job" || kind === "CronJob") return ["Never", "OnFailure"];
  return indefiniteKinds.has(kind) ? ["Always"] : undefined;
}

interface Choice {
  readonly pod: Value;
  readonly allowed: readonly string[];
  readonly policy: string | undefined;
}

function choose({ pod, allowed, policy }: Choice, choice: string, edit: EditBuilder) {
  return allowed.includes("Always") || onlyChoice(allowed, policy) !== undefined
    ? undefined
    : [edit.set(pod, ["restartPolicy"], choice, { before: ["initContainers", "containers"] })];
}

/** The only possible policy; `undefined` if the user must choose. */
function onlyChoice(allowed: readonly string[], policy: string | undefined): string | undefined {
  if (policy === undefined) return undefined;
  return allowed.length === 1
    ? allowed[0]
    : allowed.find((name) => name.toLowerCase() === policy.toLowerCase());
}
