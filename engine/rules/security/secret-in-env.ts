import { addCompanion, hasOpenNamespace } from "../../edits/companion.ts";
import { placeholder } from "../../edits/edit.ts";
import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import {
  credentialForm,
  credentialName,
  isUserOfPair,
  mayBeCredential,
} from "../../kubernetes/credentials.ts";
import { isDemoDefault, isForDevelopment, type Named } from "../../kubernetes/demo-credentials.ts";
import { isTemplated, literal, type Workload } from "../../kubernetes/resource.ts";
import { flag, names } from "../../rule/options.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";

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
  summary: "An environment variable contains a credential in plain text.",
  why: "Anyone who can read the repository, the workload or its pods can read the credential.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets",
    "https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
  ],
  options: {
    recognize: flag(
      "Recognize credentials by the format of the value and by the last words of the variable's name.",
      true,
    ),
    words: names(
      "Words that mark a variable as a credential, wherever they appear in its name and in any case.",
    ),
    allow: names("Variables that are allowed to contain what looks like a credential."),
  },
  on: inWorkspace(workloads),

  *check(workload, { options, uri }) {
    for (const container of containersOf(workload)) {
      const entries = container.at("env")?.items() ?? [];
      const variables = entries.flatMap((entry) => literal(entry.at("name")) ?? []);
      const beside = entries.map(
        (entry): Named => [literal(entry.at("name")) ?? "", literal(entry.at("value")) ?? ""],
      );
      for (const entry of entries) {
        const variable = literal(entry.at("name"));
        const value = entry.at("value");
        const text = value?.string;
        if (!value || !text || variable === undefined || options.allow.includes(variable)) continue;
        const credential = credentialIn(variable, text, variables, options);
        if (credential === undefined) continue;
        const data = { container: quotedName(container), variable, credential, entry, workload };
        yield { at: value, data, intended: options.recognize && isForDemo(text, beside, workload, uri) };
      }
    }
  },

  message: ({ container, variable, credential }) =>
    `Container ${container} gets ${credential} in plain text in ${variable}, so anyone who can read this file or the pod can see it.`,

  fixClasses: ["template"],
  *fixes({ data: { variable, entry, workload }, at }, edit, { workspace }) {
    const { name, namespace } = workload;
    if (name === undefined || hasOpenNamespace(workload)) return;
    const secret = `${name}-env`;
    const [existing] = workspace.named("/Secret", namespace, secret);
    const value = placeholder("replace-me");
    const body = { stringData: { [variable]: value } };
    // Template: the credential itself is not copied, because it is exposed already and should be replaced.
    yield {
      class: "template",
      title: `Move ${variable} to Secret "${secret}" with a placeholder value`,
      edits: [
        edit.remove(at),
        edit.set(entry, ["valueFrom", "secretKeyRef"], { name: secret, key: variable }),
        existing
          ? edit.elsewhere(existing.place, (root) => [edit.set(root, ["stringData", variable], value)])
          : addCompanion(workload, { apiVersion: "v1", kind: "Secret", name: secret, body }, edit),
      ],
    };
  },
});

/**
 * Whether a password protects only a demo or a developer's environment. A long or structured password might protect
 * more.
 */
function isForDemo(text: string, beside: readonly Named[], workload: Workload, uri: string): boolean {
  if (isDemoDefault(text, beside)) return true;
  return (
    text.length <= longestForDevelopment &&
    credentialForm(text) === undefined &&
    isForDevelopment(workload, uri)
  );
}

const longestForDevelopment = 16;

interface Criteria {
  readonly recognize: boolean;
  readonly words: readonly string[];
}

/** The credential that a variable contains, as messages name it. */
function credentialIn(
  variable: string,
  text: string,
  variables: readonly string[],
  { recognize, words }: Criteria,
): string | undefined {
  const hasWord = words.some((word) => variable.toLowerCase().includes(word.toLowerCase()));
  if (hasWord && !isTemplated(text)) return "a secret";
  return recognize ? recognized(variable, text, variables) : undefined;
}

function recognized(variable: string, text: string, variables: readonly string[]): string | undefined {
  const form = credentialForm(text);
  if (form !== undefined) return form;
  if (!mayBeCredential(text, variable) || isUserOfPair(variable, variables)) return undefined;
  return credentialName(variable);
}
