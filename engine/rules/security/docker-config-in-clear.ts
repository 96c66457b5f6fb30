import { registryCredentialNote } from "../../images/registries.ts";
import { dockerConfigOf, misplacedConfig } from "../../kubernetes/docker-config.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "docker-config-in-clear",
  category: "security",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  confidential: true,
  summary: "A manifest holds real registry credentials in clear.",
  why: "Base64 hides nothing, and what was committed once stays in the history, so everybody with the repository has them.",
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
    // Where it is of no use to the kubelet it is no less in clear.
    const { at, payload } =
      (config.payload.kind === "absent" && misplacedConfig(secret, config.key)) || config;
    const entries = payload.kind === "read" || payload.kind === "unreadable" ? payload.entries : [];
    const real = entries.filter((entry) => entry.real);
    if (real.length === 0 || !at) return;
    const registries = [...new Set(real.map(({ registry }) => registry ?? "a registry"))];
    yield { at, onKey: true, data: { name: secret.name, registries } };
  },

  message: ({ name, registries }) => {
    const short = registries.every((registry) => registryCredentialNote(registry)?.name === "Amazon ECR");
    const end = short ? ", and a token of ECR is void after 12 hours besides" : "";
    return `${name === undefined ? "This Secret" : `Secret "${name}"`} has credentials for ${registries.join(", ")} in clear, so whoever reads the file has them${end}: revoke them, and commit a SealedSecret, an ExternalSecret or a file encrypted with SOPS instead.`;
  },
});
