import type { RegistryEntry } from "../../kubernetes/docker-auths.ts";
import { dockerConfigOf, payloadKeys } from "../../kubernetes/docker-config.ts";
import { literal } from "../../kubernetes/resource.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "docker-config-secret-unusable",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A Secret for pulls has a docker config without credentials that the kubelet can use.",
  why: "The API server accepts it, and only the pull fails; one entry that cannot be read fails all pulls with the Secret.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/#registry-secret-existing-credentials",
    "https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/credentialprovider/config.go",
  ],
  on: kinds("/Secret"),

  *check(secret) {
    const config = dockerConfigOf(secret);
    const { name } = secret;
    if (config?.payload.kind !== "read" || !config.at) return;
    if (!payloadKeys.has(literal(secret.root.at("type")) ?? "")) return;
    const { key, at, payload } = config;
    if (!payload.hasAuths || payload.entries.length === 0) {
      const fault = payload.hasAuths ? "empty" : "form";
      yield { at, onKey: true, data: { name, key, fault, registries: "" } };
      return;
    }
    for (const fault of ["not-base64", "no-colon", "none"] as const) {
      const entries = payload.entries.filter((entry) => entry.fault === fault);
      if (0 < entries.length)
        yield { at, onKey: true, data: { name, key, fault, registries: listed(entries) } };
    }
  },

  message: ({ name, key, fault, registries }) => {
    const secret = name === undefined ? "This Secret" : `Secret "${name}"`;
    switch (fault) {
      case "form":
        return key === ".dockercfg"
          ? `${secret} has "auths" in its .dockercfg, where registries stand by themselves, so the kubelet finds none.`
          : `${secret} has no "auths" in its .dockerconfigjson, so the kubelet finds no registry in it.`;
      case "empty":
        return `${secret} names no registry in its ${key}, so the kubelet finds no credentials in it.`;
      case "not-base64":
        return `${secret} has an "auth" for ${registries} that is no base64, so the kubelet can read none of it and every pull with it fails.`;
      case "no-colon":
        return `${secret} has an "auth" for ${registries} that is not user:password in base64, so the kubelet can read none of it and every pull with it fails.`;
      default:
        return `${secret} has no user and password for ${registries}, so pulls from there go without credentials.`;
    }
  },
});

function listed(entries: readonly RegistryEntry[]): string {
  return [...new Set(entries.map(({ registry }) => registry ?? "a registry"))].join(", ");
}
