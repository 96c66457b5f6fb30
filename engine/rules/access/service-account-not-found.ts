import { titleOf } from "../../kubernetes/pods.ts";
import { literal } from "../../kubernetes/resource.ts";
import { addServiceAccount, hasOpenNamespace } from "../../lint/companion.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import { referent } from "../../workspace/near-names.ts";

export default defineRule({
  id: "service-account-not-found",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  presetOptions: { "kube-linter": { nearOnly: false } },
  peers: { "kube-linter": ["non-existent-service-account"], kubescape: ["C-0307"] },
  summary: "A pod names a ServiceAccount that is not there.",
  why: "No pod is made until the account is there, and only an event says why.",
  links: ["https://kubernetes.io/docs/concepts/security/service-accounts/#assign-to-pod"],
  options: {
    nearOnly: flag(
      "Report only where an account nearby has nearly the name; others may come from a chart or be in the cluster.",
      true,
    ),
  },
  asksWorkspace: true,
  on: workloads,

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
      data: { title: titleOf(workload), workload, name, namespace, meant: near[0]?.name },
      related: near.map(({ place, name: other }) => ({
        at: place,
        message: `This is ServiceAccount "${other}".`,
      })),
    };
  },

  message: ({ title, name, namespace, meant }) =>
    `${title} runs as ServiceAccount "${name}", which this workspace does not have${namespace === undefined ? "" : ` in the namespace ${namespace}`}${meant === undefined ? "" : ` (it has "${meant}")`}, so no pod is made unless it comes from elsewhere.`,

  fixes: [
    {
      // Review: the pods run with the rights of another account.
      class: "review",
      title: ({ meant }) => `Use ServiceAccount "${meant}"`,
      edits: ({ at, data: { meant } }, edit) =>
        meant === undefined ? undefined : [edit.setValue(at, meant)],
    },
    {
      // Template: whether the account comes from elsewhere, and with which rights, is for a person to know.
      class: "template",
      title: ({ name }) => `Add ServiceAccount "${name}"`,
      edits: ({ data: { workload, name } }, edit) =>
        hasOpenNamespace(workload) ? undefined : [addServiceAccount(workload, name, edit)],
    },
  ],
});
