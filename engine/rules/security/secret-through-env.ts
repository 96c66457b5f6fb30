import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { literal } from "../../kubernetes/resource.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "secret-through-env",
  category: "security",
  severity: "information",
  since: "0.1.0",
  // Most images take their credentials from nowhere else.
  presets: [],
  peers: {
    "kube-linter": ["read-secret-from-env-var"],
    checkov: ["CKV_K8S_35"],
    kubescape: ["C-0207"],
  },
  standards: { cis: ["5.4.1"] },
  summary: "A container gets a Secret as environment variables.",
  why: "Every process of the container inherits them, crash reports print them, and a new value needs a restart; a mounted file has none of this.",
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
        yield { at, onKey: true, data: { name: quotedName(container), what: `variable ${variable}` } };
      }
      for (const entry of container.at("envFrom")?.items() ?? []) {
        const at = entry.at("secretRef");
        const secret = literal(at?.at("name"));
        if (!at || secret === undefined) continue;
        yield {
          at,
          onKey: true,
          data: { name: quotedName(container), what: `variables from Secret "${secret}"` },
        };
      }
    }
  },

  message: ({ name, what }) =>
    `Container ${name} gets a Secret as ${what}, which all of its processes inherit and crash reports show.`,
});
