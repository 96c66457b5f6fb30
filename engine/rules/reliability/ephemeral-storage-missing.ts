import { placeholder } from "../../edits/edit.ts";
import { nameOf, quotedName } from "../../kubernetes/containers.ts";
import { parseQuantity } from "../../kubernetes/quantity.ts";
import { containersWithout, otherAmount } from "../../kubernetes/resources.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "ephemeral-storage-missing",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  // Most containers write only logs, which the kubelet rotates.
  presets: [],
  peers: { "kube-score": ["container-ephemeral-storage-request-and-limit"] },
  summary: "A container has no ephemeral-storage limit.",
  why: "Its files, logs and emptyDir volumes can fill the node's disk, and then the kubelet evicts pods.",
  links: ["https://kubernetes.io/docs/concepts/storage/ephemeral-storage/"],
  on: workloads,

  *check(workload) {
    for (const container of containersWithout(workload, "limits", "ephemeral-storage"))
      yield { at: nameOf(container), data: { name: quotedName(container), owner: container.value } };
  },

  message: ({ name }) =>
    `Container ${name} has no ephemeral-storage limit, so files and logs that it writes can fill the node's disk.`,

  fixClasses: ["template"],
  *fixes({ data: { owner } }, edit) {
    const request = otherAmount(owner, "limits", "ephemeral-storage");
    // The API server rejects a request above the limit.
    const limit = isAbove(request, defaultLimit) ? request! : defaultLimit;
    // Template: only measurements show how much it writes.
    yield {
      class: "template",
      title: owner.at("resources", "requests", "ephemeral-storage")
        ? `Set an ephemeral-storage limit (starting value: ${limit})`
        : `Set an ephemeral-storage request and limit (starting values: ${defaultRequest} and ${limit})`,
      edits: [
        ...(owner.at("resources", "requests", "ephemeral-storage")
          ? []
          : [edit.set(owner, ["resources", "requests", "ephemeral-storage"], placeholder(defaultRequest))]),
        edit.set(owner, ["resources", "limits", "ephemeral-storage"], placeholder(limit)),
      ],
    };
  },
});

const defaultRequest = "64Mi";
const defaultLimit = "1Gi";

function isAbove(amount: string | number | undefined, limit: string): boolean {
  return (parseQuantity(String(amount ?? "")) ?? 0n) > (parseQuantity(limit) ?? 0n);
}
