import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { literal } from "../../kubernetes/resource.ts";
import { placeholder } from "../../lint/edit.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

const policies = ["Always", "IfNotPresent", "Never"] as const;

export default defineRule({
  id: "image-pull-policy-invalid",
  category: "images",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "imagePullPolicy has a value that the API does not know.",
  why: "The API server compares it letter by letter and refuses the object.",
  links: ["https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy"],
  on: workloads,

  *check(workload) {
    for (const container of containersOf(workload)) {
      const policy = container.at("imagePullPolicy");
      const text = literal(policy);
      if (policy === undefined || text === undefined || policies.some((known) => known === text)) continue;
      yield { at: policy, data: { name: quotedName(container), text, meant: meantBy(text) } };
    }
  },

  message: ({ name, text, meant }) =>
    `Container ${name} has the pull policy "${text}"${meant ? ` instead of ${meant}` : ""}, so the API server refuses the object.`,

  fixes: [
    {
      // Safe: the old text was refused, and differs from the one it can mean in case and punctuation only.
      class: "safe",
      title: ({ meant }) => `Write ${meant}`,
      edits: ({ at, data: { meant } }, edit) => (meant ? [edit.setValue(at, meant)] : undefined),
    },
    {
      // Template: there is no telling which policy was meant.
      class: "template",
      title: () => "Choose a pull policy",
      edits: ({ at, data: { meant } }, edit) =>
        meant ? undefined : [edit.setValue(at, placeholder("IfNotPresent"))],
    },
  ],
});

function meantBy(text: string): string | undefined {
  const letters = text.toLowerCase().replace(/[-_\s]/g, "");
  return policies.find((policy) => policy.toLowerCase() === letters);
}
