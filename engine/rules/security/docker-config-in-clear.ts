import { registryCredentialNote } from "../../images/registries.ts";
import { dockerConfigOf, misplacedConfig } from "../../kubernetes/docker-config.ts";
import { defineRule, kinds } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";

export default defineRule({
  id: "docker-config-in-clear",
  category: "security",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  confidential: true,
  summary: "A manifest contains unencrypted registry credentials.",
  why: "Base64 is not encryption, and a committed credential stays in the history of the repository until it is revoked.",
  links: [
    "https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
    "https://github.com/bitnami-labs/sealed-secrets",
    "https://external-secrets.io/latest/",
    "https://getsops.io/docs/",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html",
  ],
  on: kinds("/Secret"),

  *check(secret) {
    const config = dockerConfigOf(secret);
    if (!config) return;
    // Credentials under the wrong key are useless to the kubelet, but just as readable.
    const { at, payload } =
      (config.payload.kind === "absent" && misplacedConfig(secret, config.key)) || config;
    const entries = payload.kind === "read" || payload.kind === "unreadable" ? payload.entries : [];
    const real = entries.filter(({ real, registry }) => real && !isLocal(registry));
    if (real.length === 0 || !at) return;
    const registries = [...new Set(real.map(({ registry }) => registry ?? "a registry"))];
    yield { at, onKey: true, data: { name: secret.name, registries } };
  },

  message: ({ name, registries }) => {
    const subject = name === undefined ? "This Secret" : `Secret "${name}"`;
    if (registries.every((registry) => registryCredentialNote(registry)?.name === "Amazon ECR"))
      return `${subject} contains an unencrypted Amazon ECR token, which anyone who can read this file can use for up to 12 hours; after that, image pulls fail.`;
    return `${subject} contains unencrypted credentials for ${sentenceList(registries)}, so anyone who can read this file can use them: revoke them, and encrypt new ones.`;
  },
});

/** Whether a registry is reachable only on the local machine or in the cluster itself, as in a demo. */
function isLocal(registry: string | undefined): boolean {
  const host = registry?.replace(/^https?:\/\//, "").replace(/[:/].*$/, "");
  return host !== undefined && /^(?:localhost|127\.\d+\.\d+\.\d+|.*\.svc(?:\.cluster\.local)?)$/.test(host);
}
