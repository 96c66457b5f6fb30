import { addServiceAccount, hasOpenNamespace } from "../../edits/companion.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "default-service-account",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: [],
  peers: {
    "kube-linter": ["default-service-account"],
    checkov: ["CKV_K8S_41", "CKV_K8S_42"],
    kubescape: ["C-0189"],
  },
  standards: { cis: ["5.1.5"], nsa: ["Protecting Pod service account tokens"] },
  summary: "A pod uses the service account `default` and mounts its token.",
  why: "Permissions that this account is granted for one pod apply to all pods that use it.",
  links: ["https://kubernetes.io/docs/concepts/security/service-accounts/#default-service-accounts"],
  on: inWorkspace(workloads),

  *check(workload, { workspace }) {
    const { pod, namespace, anchor, name } = workload;
    if (pod.at("automountServiceAccountToken")?.value === false) return;
    const account = pod.at("serviceAccountName") ?? pod.at("serviceAccount");
    if (account && account.value !== "" && account.value !== "default") return;
    const accounts = workspace.named("/ServiceAccount", namespace, "default");
    const automount = pod.at("automountServiceAccountToken");
    if (!automount && accounts.some(({ automountToken }) => automountToken === false)) return;
    const exists = name !== undefined && 0 < workspace.named("/ServiceAccount", namespace, name).length;
    yield { at: account ?? anchor, data: { title: titleOf(workload), workload, name, exists, account } };
  },

  message: ({ title }) =>
    `${title} uses ServiceAccount "default", so it gets every permission granted to this account, even if only other workloads need it.`,

  fixClasses: ["review"],
  *fixes({ data: { name, exists, workload, account } }, edit) {
    if (name === undefined || isTemplated(name) || (!exists && hasOpenNamespace(workload))) return;
    const place = { before: ["automountServiceAccountToken", "initContainers", "containers"] };
    const use =
      account?.path.at(-1) === "serviceAccount"
        ? edit.setValue(account, name)
        : edit.set(workload.pod, ["serviceAccountName"], name, place);
    // Review: permissions of the default account do not apply to this one.
    yield {
      class: "review",
      title: exists
        ? `Use ServiceAccount "${name}" instead of "default"`
        : `Use a new ServiceAccount "${name}" with no permissions or mounted token`,
      edits: exists ? [use] : [use, addServiceAccount(workload, name, edit)],
    };
  },
});
