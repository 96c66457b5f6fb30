import { placeholder } from "../../edits/edit.ts";
import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { literal } from "../../kubernetes/resource.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

const policies = ["Always", "IfNotPresent", "Never"] as const;

export default defineRule({
  id: "image-pull-policy-invalid",
  category: "images",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The imagePullPolicy of a container is invalid.",
  why: "The API server accepts only Always, IfNotPresent and Never, spelled exactly like this.",
  links: ["https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy"],
  on: workloads,

  *check(workload) {
    for (const container of containersOf(workload)) {
      const policy = container.at("imagePullPolicy");
      const text = literal(policy);
      if (policy === undefined || text === undefined || policies.some((valid) => valid === text)) continue;
      yield {
        at: policy,
        data: { name: quotedName(container), kind: workload.kind, text, meant: meantBy(text) },
      };
    }
  },

  message: ({ name, kind, text, meant }) =>
    `Container ${name} has an invalid imagePullPolicy "${text}"${meant ? ` (did you mean ${meant}?)` : ""}, so the API server rejects the ${kind}.`,

  fixClasses: ["safe", "template"],
  *fixes({ data: { meant }, at }, edit) {
    // Safe: the API server rejects the old value, which differs from a valid one only in case and punctuation.
    yield {
      class: "safe",
      title: `Set imagePullPolicy to ${meant}`,
      edits: meant ? [edit.setValue(at, meant)] : undefined,
    };
    if (!meant) {
      // Template: only the user knows which policy is wanted.
      yield {
        class: "template",
        title: "Set imagePullPolicy to a valid value",
        edits: [edit.setValue(at, placeholder("IfNotPresent"))],
      };
    }
  },
});

function meantBy(text: string): string | undefined {
  const letters = text.toLowerCase().replace(/[-_\s]/g, "");
  return policies.find((policy) => policy.toLowerCase() === letters);
}
