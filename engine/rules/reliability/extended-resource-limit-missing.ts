import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import { quantityOf } from "../../kubernetes/quantity.ts";
import { isExclusive } from "../../kubernetes/resource-names.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "extended-resource-limit-missing",
  category: "reliability",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A container requests a device such as a GPU, or huge pages, but sets no limit.",
  why: "Devices and huge pages cannot be overcommitted, so the API server requires a limit that equals the request.",
  links: ["https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/"],
  on: workloads,

  *check(workload) {
    for (const container of containersOf(workload)) {
      for (const { name, value } of container.at("resources", "requests")?.entries() ?? []) {
        const isMissing = isUnset(container.value, "resources", "limits", name);
        if (!isExclusive(name) || !isMissing || !quantityOf(value)) continue;
        const amount = value.value as string | number;
        yield {
          at: value,
          onKey: true,
          data: { name: quotedName(container), resource: name, amount, container },
        };
      }
    }
  },

  message: ({ name, resource }) =>
    `Container ${name} requests ${resource} but sets no limit for it, so the API server rejects the object.`,

  fixClasses: ["safe"],
  *fixes({ data: { resource, amount, container } }, edit) {
    // Safe: the API server rejects the object and accepts no other limit.
    yield {
      class: "safe",
      title: `Set the ${resource} limit to ${amount}`,
      edits: [edit.set(container.value, ["resources", "limits", resource], amount)],
    };
  },
});
