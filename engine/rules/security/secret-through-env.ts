import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { literal } from "../../kubernetes/resource.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "secret-through-env",
  category: "security",
  severity: "information",
  since: "0.1.0",
  // Most images read their credentials only from environment variables.
  presets: [],
  peers: {
    "kube-linter": ["read-secret-from-env-var"],
    checkov: ["CKV_K8S_35"],
    kubescape: ["C-0207"],
  },
  standards: { cis: ["5.4.1"] },
  summary: "A container gets a Secret through environment variables.",
  why: "Every process in the container inherits the variables, crash reports can leak them, and a new value needs a restart. Mounted files avoid all of this.",
  links: [
    "https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
    "https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod",
  ],
  on: workloads,

  *check(workload) {
    for (const container of containersOf(workload)) {
      for (const entry of container.at("env")?.items() ?? []) {
        const at = entry.at("valueFrom", "secretKeyRef");
        const variable = entry.at("name")?.string;
        if (!at?.isMap || !variable) continue;
        yield { at, onKey: true, data: { name: quotedName(container), ...dataOfVariable(variable) } };
      }
      for (const entry of container.at("envFrom")?.items() ?? []) {
        const at = entry.at("secretRef");
        const secret = literal(at?.at("name"));
        if (!at || secret === undefined) continue;
        yield {
          at,
          onKey: true,
          data: {
            name: quotedName(container),
            source: `gets all keys of Secret "${secret}" as environment variables`,
            pronoun: "them",
          },
        };
      }
    }
  },

  message: ({ name, source, pronoun }) =>
    `Container ${name} ${source}, so every process inherits ${pronoun} and crash reports can leak ${pronoun}.`,
});

function dataOfVariable(variable: string) {
  return { source: `gets environment variable ${variable} from a Secret`, pronoun: "it" };
}
