import { scopeOf } from "../../kubernetes/kinds.ts";
import { placeholder } from "../../lint/edit.ts";
import { defineRule, resources } from "../../lint/rule.ts";

/** Kinds that speak about the namespace that they are in: in default, they are its protection. */
const about: ReadonlySet<string> = new Set([
  "LimitRange",
  "NetworkPolicy",
  "ResourceQuota",
  "ReferenceGrant",
  "Role",
  "RoleBinding",
]);

/** Multus lets pods of every namespace use those that are in default. Source: https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/configuration.md */
const sharedKind = "NetworkAttachmentDefinition";

/** Kinds of Istio's that do so where they have no selector. Source: https://istio.io/latest/docs/reference/config/type/workload-selector/ */
const aboutAll: ReadonlySet<string> = new Set([
  "AuthorizationPolicy",
  "PeerAuthentication",
  "RequestAuthentication",
  "Sidecar",
  "Telemetry",
]);

export default defineRule({
  id: "namespace-default",
  category: "organization",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: {
    "kube-linter": ["use-namespace"],
    trivy: ["KSV-0110"],
    checkov: ["CKV_K8S_21"],
    kubescape: ["C-0061", "C-0212"],
  },
  standards: { cis: ["5.6.1", "5.6.4"], nsa: ["Namespaces"] },
  summary: "An object is in the default namespace.",
  why: "Unrelated objects are there, too, and quotas, policies and permissions cannot tell them apart.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces"],
  asksWorkspace: true,
  on: resources,

  *check({ apiVersion, kind, name, root }, { workspace, settings, uri }) {
    const namespace = root.at("metadata", "namespace");
    if (namespace?.string !== "default" || scopeOf(apiVersion, kind) === "cluster") return;
    const isSelective = ["selector", "workloadSelector", "targetRefs"].some((key) => root.at("spec", key));
    if (about.has(kind) || kind === sharedKind || (aboutAll.has(kind) && !isSelective)) return;
    // Every cluster has this Service for its own API, and this account; they cannot be elsewhere.
    if (kind === "ServiceAccount" && name === "default") return;
    if ((kind === "Service" || kind.startsWith("Endpoint")) && name === "kubernetes") return;
    if (workspace.kustomize(uri).namespace) return;
    yield { at: namespace, data: { kind, name, chosen: settings.namespaces.default } };
  },

  message: ({ kind, name }) =>
    `${kind}${name === undefined ? "" : ` "${name}"`} is in the default namespace, where it shares quotas, permissions and policies with unrelated objects.`,

  fixes: [
    {
      // Review: it moves the object, and what refers to it must be in the same namespace.
      class: "review",
      title: ({ chosen }) => `Move it to namespace ${chosen} (objects that refer to it must move as well)`,
      edits: ({ at, data: { chosen } }, edit) =>
        chosen !== "" && chosen !== "default" ? [edit.setValue(at, chosen)] : undefined,
    },
    {
      // Template: which namespace it belongs to is a person's decision.
      class: "template",
      title: () => "Move it to another namespace (objects that refer to it must move as well)",
      edits: ({ at }, edit) => [edit.setValue(at, placeholder("my-namespace"))],
    },
  ],
});
