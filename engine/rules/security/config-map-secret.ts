import { isDemoDefault, type Named } from "../../kubernetes/demo-credentials.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { type SecretSign, secretSign } from "../../kubernetes/secret-keys.ts";
import { names } from "../../rule/options.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "config-map-secret",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { polaris: ["sensitiveConfigmapContent"], trivy: ["KSV-0109", "KSV-01010"], kubescape: ["C-0012"] },
  confidential: true,
  standards: { nsa: ["Secrets"] },
  summary: "A ConfigMap contains a value that belongs in a Secret.",
  why: "More users can read ConfigMaps than Secrets, and tools neither mask nor encrypt them.",
  links: ["https://kubernetes.io/docs/concepts/configuration/secret/"],
  options: { allow: names("Keys that are allowed to contain what looks like a secret.") },
  on: kinds("/ConfigMap"),

  *check(resource, { options }) {
    const entries = resource.root.at("data")?.entries() ?? [];
    const beside = entries.map(({ name, value }): Named => [name, value.string ?? ""]);
    for (const { name: key, value } of entries) {
      if (options.allow.includes(key)) continue;
      const sign = value.string === undefined ? undefined : secretSign(key, value.string);
      if (!sign) continue;
      const intended = isDemoDefault(value.string ?? "", beside);
      yield {
        at: value,
        onKey: true,
        data: { title: titleOf(resource), key, sign },
        intended,
      };
    }
  },

  // The message does not repeat the value, because messages end up in logs.
  message: ({ title, key, sign }) =>
    `${title} stores ${descriptions[sign]} in key "${key}", so anyone who can read ConfigMaps can see it.`,
});

const descriptions: Readonly<Record<SecretSign, string>> = {
  name: "what looks like a secret",
  address: "a URL with a password",
  connection: "a connection string with a password",
};
