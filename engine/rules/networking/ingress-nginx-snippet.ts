import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

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
  summary: "Configuration of nginx is written into an annotation, or allowed to be.",
  why: "Who may write such an annotation reads the controller's token, and with it the Secrets of all namespaces (CVE-2021-25742).",
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
      ? `${title} lets annotations write nginx' configuration, so whoever may write an Ingress reads all Secrets that the controller can.`
      : `${title} writes nginx' configuration in ${key}, so whoever may write an Ingress can make the controller show its token.`,

  fixes: [
    {
      // Review: what the snippet did has to be done by other annotations.
      class: "review",
      title: ({ key }) => (key === "" ? "Forbid snippets" : "Remove the snippet"),
      edits: ({ data: { key, value } }, edit) => [
        key === "" ? edit.setValue(value, "false") : edit.remove(value),
      ],
    },
  ],
});

/** Sources: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/ */
const snippet = /^nginx\.ingress\.kubernetes\.io\/(?:server|configuration|stream|auth|modsecurity)-snippet$/;
