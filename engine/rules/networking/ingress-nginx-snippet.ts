import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "ingress-nginx-snippet",
  category: "networking",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: {
    trivy: ["KCV-0093"],
    checkov: ["CKV_K8S_152", "CKV_K8S_153", "CKV_K8S_154"],
    kubescape: ["C-0059"],
  },
  summary:
    "An Ingress injects nginx configuration through a snippet annotation, or the controller allows that.",
  why: "Anyone who can set such an annotation can read the controller's token, and with it Secrets in all namespaces (CVE-2021-25742).",
  links: [
    "https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#allow-snippet-annotations",
    "https://github.com/kubernetes/kubernetes/issues/126811",
  ],
  on: kinds("networking.k8s.io/Ingress", "extensions/Ingress", "/ConfigMap"),

  *check(resource) {
    const { kind, root } = resource;
    const title = titleOf(resource);
    const allowed = kind === "ConfigMap" ? root.at("data", "allow-snippet-annotations") : undefined;
    if (allowed?.scalar?.text === "true") yield { at: allowed, data: { title, key: "", value: allowed } };
    if (kind === "ConfigMap") return;
    for (const { name: key, value } of root.at("metadata", "annotations")?.entries() ?? [])
      if (snippet.test(key)) yield { at: value, onKey: true, data: { title, key, value } };
  },

  message: ({ title, key }) =>
    key === ""
      ? `${title} allows snippet annotations, so anyone who can edit an Ingress can read every Secret that the controller can read.`
      : `${title} uses ${shortKey(key)}. A controller that allows it lets anyone who can edit an Ingress read every Secret in the cluster.`,

  fixClasses: ["review"],
  *fixes({ data: { key, value } }, edit) {
    // Review: the configuration in snippets no longer takes effect.
    yield {
      class: "review",
      title: key === "" ? "Set allow-snippet-annotations to false" : `Remove the ${shortKey(key)} annotation`,
      caveat: key === "" ? "existing snippets stop working" : "nginx loses this configuration",
      edits: [key === "" ? edit.setValue(value, "false") : edit.remove(value)],
    };
  },
});

/** Source: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/ */
const snippet = /^nginx\.ingress\.kubernetes\.io\/(?:server|configuration|stream|auth|modsecurity)-snippet$/;

/** `configuration-snippet` */
function shortKey(key: string): string {
  return key.slice(key.indexOf("/") + 1);
}
