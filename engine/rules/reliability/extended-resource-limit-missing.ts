import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import { quantityOf } from "../../kubernetes/quantity.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

/** Devices of a vendor, and huge pages: what cannot be promised twice. */
const whole = /^(?:(?!(?:[^/]*\.)?kubernetes\.io\/)[^/]+\/.+|hugepages-.+)$/;

export default defineRule({
  id: "extended-resource-limit-missing",
  category: "reliability",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A container requests a device such as a GPU, or huge pages, without a limit.",
  why: "The API server refuses it: what cannot be shared must be limited, and requests then follow the limit.",
  links: ["https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/"],
  on: workloads,

  *check(workload) {
    for (const container of containersOf(workload)) {
      for (const { name, value } of container.at("resources", "requests")?.entries() ?? []) {
        const isMissing = isUnset(container.value, "resources", "limits", name);
        if (!whole.test(name) || !isMissing || !quantityOf(value)) continue;
        const amount = value.value as string | number;
        yield {
          at: value,
          onKey: true,
          data: { name: quotedName(container), resource: name, amount, container },
        };
      }
    }
  },

  message: ({ name, resource, amount }) =>
    `Container ${name} requests ${amount} of ${resource} without a limit, so the API server refuses it.`,

  fixes: [
    {
      // Safe: it was refused, and no other limit is accepted.
      class: "safe",
      title: ({ amount }) => `Limit it to ${amount} as well`,
      edits: ({ data: { container, resource, amount } }, edit) => [
        edit.set(container.value, ["resources", "limits", resource], amount),
      ],
    },
  ],
});
