import { addServiceAccount, hasOpenNamespace } from "../../edits/companion.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { literal } from "../../kubernetes/resource.ts";
import { flag } from "../../rule/options.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";
import { referent } from "../../workspace/near-names.ts";

export default defineRule({
  id: "service-account-not-found",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  presetOptions: { "kube-linter": { nearOnly: false } },
  peers: { "kube-linter": ["non-existent-service-account"], kubescape: ["C-0307"] },
  summary: "A pod uses a service account that is not defined.",
  why: "The API server rejects the pods until the service account exists, and only an event shows why.",
  links: ["https://kubernetes.io/docs/concepts/security/service-accounts/#assign-to-pod"],
  options: {
    nearOnly: flag(
      "Report only names that look like a typo. Other service accounts might come from a chart or exist in the cluster.",
      true,
    ),
  },
  on: inWorkspace(workloads),

  *check(workload, { options, workspace, uri }) {
    const at = workload.pod.at("serviceAccountName") ?? workload.pod.at("serviceAccount");
    const name = literal(at);
    if (!at || name === undefined || name === "default") return;
    const role = workspace.kustomize(uri);
    const namespace = role.namespace ? undefined : workload.namespace;
    const { found, near } = referent(workspace, { groupKind: "/ServiceAccount", namespace, name, uri });
    if (found || (options.nearOnly && near.length === 0)) return;
    yield {
      at,
      data: { title: titleOf(workload), workload, name, meant: near[0]?.name },
      related: near.map(({ place, name: similar }) => ({
        at: place,
        message: `This ServiceAccount is named "${similar}".`,
      })),
    };
  },

  message: ({ title, workload, name, meant }) => {
    const pods = workload.kind === "Pod" ? "the pod is" : "its pods are";
    const suggestion = meant === undefined ? "" : ` Did you mean "${meant}"?`;
    return `${title} uses ServiceAccount "${name}", which is not defined in this workspace, so ${pods} not created unless the account exists in the cluster.${suggestion}`;
  },

  fixClasses: ["review", "template"],
  *fixes({ data: { meant, name, workload }, at }, edit) {
    if (meant !== undefined) {
      // Review: the pods run with the permissions of a different account.
      yield { class: "review", title: `Use ServiceAccount "${meant}"`, edits: [edit.setValue(at, meant)] };
    }
    if (!hasOpenNamespace(workload)) {
      // Template: the user must know whether the account is defined elsewhere and which permissions it needs.
      yield {
        class: "template",
        title: `Add ServiceAccount "${name}"`,
        edits: [addServiceAccount(workload, name, edit)],
      };
    }
  },
});
