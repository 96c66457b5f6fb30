import { placeholder } from "../../edits/edit.ts";
import { scopeOf } from "../../kubernetes/kinds.ts";
import { defineRule, inWorkspace, resources } from "../../rule/rule.ts";

/** Kinds that restrict or protect the namespace that they are in. */
const namespacePolicies: ReadonlySet<string> = new Set([
  "LimitRange",
  "NetworkPolicy",
  "ResourceQuota",
  "ReferenceGrant",
  "Role",
  "RoleBinding",
]);

/** With Multus, pods in all namespaces can use those in default. Source: https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/configuration.md */
const sharedKind = "NetworkAttachmentDefinition";

/** Istio kinds that apply to the whole namespace if they have no selector. Source: https://istio.io/latest/docs/reference/config/type/workload-selector/ */
const istioPolicies: ReadonlySet<string> = new Set([
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
  why: "Quotas, network policies and permissions apply to a whole namespace, so they cannot separate unrelated objects in default.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces"],
  on: inWorkspace(resources),

  *check({ apiVersion, kind, name, root }, { workspace, settings, uri }) {
    const namespace = root.at("metadata", "namespace");
    if (namespace?.string !== "default" || scopeOf(apiVersion, kind) === "cluster") return;
    const isSelective = ["selector", "workloadSelector", "targetRefs"].some((key) => root.at("spec", key));
    if (namespacePolicies.has(kind) || kind === sharedKind || (istioPolicies.has(kind) && !isSelective))
      return;
    // Every cluster has this ServiceAccount and the API server's Service in default.
    if (kind === "ServiceAccount" && name === "default") return;
    if ((kind === "Service" || kind.startsWith("Endpoint")) && name === "kubernetes") return;
    if (workspace.kustomize(uri).namespace) return;
    yield { at: namespace, data: { kind, name, chosen: settings.namespaces.default } };
  },

  message: ({ kind, name }) =>
    `${name === undefined ? `This ${kind}` : `${kind} "${name}"`} is in the default namespace, so ${consequenceOf(kind)}.`,

  fixClasses: ["review", "template"],
  *fixes({ data: { chosen }, at }, edit) {
    if (chosen !== "" && chosen !== "default") {
      // Review: it moves the object, and most references work only within a namespace.
      yield {
        class: "review",
        title: `Set namespace to ${chosen} (related objects must move too)`,
        edits: [edit.setValue(at, chosen)],
      };
    }
    // Template: only the author knows the right namespace.
    yield {
      class: "template",
      title: "Set a different namespace (related objects must move too)",
      edits: [edit.setValue(at, placeholder("my-namespace"))],
    };
  },
});

function consequenceOf(kind: string): string {
  return kind === "ServiceAccount"
    ? "anyone who can create pods there can run them with its permissions"
    : "it shares permissions and policies with everything else there";
}
