import type { RegistryEntry } from "../../kubernetes/docker-auths.ts";
import { dockerConfigOf, payloadKeys } from "../../kubernetes/docker-config.ts";
import { literal } from "../../kubernetes/resource.ts";
import { defineRule, inWorkspace, kinds } from "../../rule/rule.ts";
import type { WorkspaceView } from "../../workspace/index.ts";

export default defineRule({
  id: "docker-config-secret-unusable",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A Secret for image pulls has no credentials that the kubelet can use.",
  why: "The API server accepts the Secret, so the problem shows only when a pull fails.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/#registry-secret-existing-credentials",
    "https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/credentialprovider/config.go",
  ],
  on: inWorkspace(kinds("/Secret")),

  *check(secret, { workspace }) {
    const config = dockerConfigOf(secret);
    const { name } = secret;
    if (config?.payload.kind !== "read" || !config.at) return;
    if (!payloadKeys.has(literal(secret.root.at("type")) ?? "")) return;
    const { key, at, payload } = config;
    // If nothing refers to the Secret, it is filled in later or only has to exist.
    const spare = () => (isNamed(name, workspace) ? {} : { severity: "hint" as const });
    if (!payload.hasAuths || payload.entries.length === 0) {
      const fault = payload.hasAuths ? "empty" : "form";
      const severity = payload.entries.length === 0 ? spare() : {};
      yield { at, onKey: true, ...severity, data: { name, key, fault, registries: "" } };
      return;
    }
    for (const fault of ["not-base64", "no-colon", "none"] as const) {
      const entries = payload.entries.filter((entry) => entry.fault === fault);
      if (0 < entries.length)
        yield {
          at,
          onKey: true,
          ...(fault === "none" && spare()),
          data: { name, key, fault, registries: registryList(entries) },
        };
    }
  },

  message: ({ name, key, fault, registries }) => {
    const secret = name === undefined ? "This Secret" : `Secret "${name}"`;
    switch (fault) {
      case "form":
        return key === ".dockercfg"
          ? `${secret} has "auths" in .dockercfg, which lists registries at the top level, so the kubelet finds no credentials.`
          : `${secret} has no "auths" in .dockerconfigjson, so the kubelet finds no credentials.`;
      case "empty":
        return `${secret} lists no registries in ${key}, so the kubelet finds no credentials.`;
      case "not-base64":
        return `${secret} has an "auth" for ${registries} that is not valid base64, so the kubelet cannot read the Secret and every pull with it fails.`;
      case "no-colon":
        return `${secret} has an "auth" for ${registries} that does not decode to user:password, so the kubelet cannot read the Secret and every pull with it fails.`;
      default:
        return `${secret} has no username or password for ${registries}, so the kubelet cannot use it to pull private images from there.`;
    }
  },
});

/** Whether a pod or a ServiceAccount of the workspace pulls, or might pull, with a Secret of this name. */
function isNamed(name: string | undefined, workspace: WorkspaceView): boolean {
  if (name === undefined) return true;
  const pods = workspace.workloadsIn(undefined).map(({ pod }) => pod.pullSecrets);
  const accounts = workspace.ofKind("/ServiceAccount", undefined).map(({ pullSecrets }) => pullSecrets);
  return [...pods, ...accounts].some((names) => names === "unknown" || names.includes(name));
}

function registryList(entries: readonly RegistryEntry[]): string {
  const registries = [...new Set(entries.map(({ registry }) => registry ?? "a registry"))];
  if (registries.length < 2) return registries.join("");
  return `${registries.slice(0, -1).join(", ")} and ${registries.at(-1)}`;
}
