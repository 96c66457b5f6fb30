import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import {
  credentialForm,
  credentialName,
  isUserOfPair,
  mayBeCredential,
} from "../../kubernetes/credentials.ts";
import { isTemplated, literal } from "../../kubernetes/resource.ts";
import { addCompanion, hasOpenNamespace } from "../../lint/companion.ts";
import { placeholder } from "../../lint/edit.ts";
import { flag, names } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "secret-in-env",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  presetOptions: { "kube-linter": { recognize: false, words: ["secret"] } },
  peers: {
    "kube-linter": ["env-var-secret"],
    polaris: ["sensitiveContainerEnvVar"],
    kubescape: ["C-0012", "C-0259"],
  },
  confidential: true,
  standards: { nsa: ["Secrets"] },
  summary: "A credential stands as plain text in an environment variable.",
  why: "Whoever may read the repository, the workload or its pods has it, and a change of it needs a rollout.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets",
    "https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
  ],
  options: {
    recognize: flag("Recognizes credentials by the forms of values and by the last words of names.", true),
    words: names("Words that anywhere in a name, in any case, make every value a credential."),
    allow: names("Variables that may hold what looks like a credential."),
  },
  asksWorkspace: true,
  on: workloads,

  *check(workload, { options }) {
    const { words } = options;
    for (const container of containersOf(workload)) {
      const entries = container.at("env")?.items() ?? [];
      const variables = entries.flatMap((entry) => literal(entry.at("name")) ?? []);
      for (const entry of entries) {
        const variable = literal(entry.at("name"));
        const value = entry.at("value");
        const text = value?.string;
        if (!value || !text || variable === undefined || options.allow.includes(variable)) continue;
        const named = words.some((word) => variable.toLowerCase().includes(word.toLowerCase()));
        const what =
          (named && !isTemplated(text) ? "a secret" : undefined) ??
          (options.recognize ? recognized(variable, text, variables) : undefined);
        if (what === undefined) continue;
        yield { at: value, data: { container: quotedName(container), variable, what, entry, workload } };
      }
    }
  },

  message: ({ container, variable, what }) =>
    `Container ${container} gets ${what} as plain text in ${variable}, so everybody who may read this file or the pod has it.`,

  fixes: [
    {
      // Template: the credential itself should come from where it is safe, and the old one counts as known.
      class: "template",
      title: () => "Take it from a Secret",
      edits: ({ at, data: { variable, entry, workload } }, edit, { workspace }) => {
        const { name, namespace } = workload;
        if (name === undefined || hasOpenNamespace(workload)) return undefined;
        const secret = `${name}-env`;
        const [known] = workspace.named("/Secret", namespace, secret);
        const value = placeholder("replace-me");
        const body = { stringData: { [variable]: value } };
        return [
          edit.remove(at),
          edit.set(entry, ["valueFrom", "secretKeyRef"], { name: secret, key: variable }),
          known
            ? edit.elsewhere(known.place, (root) => [edit.set(root, ["stringData", variable], value)])
            : addCompanion(workload, { apiVersion: "v1", kind: "Secret", name: secret, body }, edit),
        ];
      },
    },
  ],
});

function recognized(variable: string, text: string, variables: readonly string[]): string | undefined {
  const form = credentialForm(text);
  if (form !== undefined) return form;
  if (!mayBeCredential(text, variable) || isUserOfPair(variable, variables)) return undefined;
  return credentialName(variable);
}
