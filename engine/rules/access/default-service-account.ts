import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { addServiceAccount, hasOpenNamespace } from "../../lint/companion.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

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
  summary: "A pod uses the ServiceAccount `default` and mounts its token.",
  why: "Rights that are given to it for one of its pods are given to all of them.",
  links: ["https://kubernetes.io/docs/concepts/security/service-accounts/#default-service-accounts"],
  asksWorkspace: true,
  on: workloads,

  *check(workload, { workspace }) {
    const { pod, namespace, anchor, name } = workload;
    if (pod.at("automountServiceAccountToken")?.value === false) return;
    const named = pod.at("serviceAccountName") ?? pod.at("serviceAccount");
    if (named && named.value !== "" && named.value !== "default") return;
    const accounts = workspace.named("/ServiceAccount", namespace, "default");
    const automount = pod.at("automountServiceAccountToken");
    if (!automount && accounts.some(({ automountToken }) => automountToken === false)) return;
    const exists = name !== undefined && 0 < workspace.named("/ServiceAccount", namespace, name).length;
    yield { at: named ?? anchor, data: { title: titleOf(workload), workload, name, exists, named } };
  },

  message: ({ title }) =>
    `${title} uses the ServiceAccount "default", so it has every right that any pod of its namespace ever needed.`,

  fixes: [
    {
      // Review: rights that were given to the default account do not hold for this one.
      class: "review",
      title: ({ name, exists }) =>
        exists ? `Use ServiceAccount "${name}"` : `Add ServiceAccount "${name}" and use it`,
      edits: ({ data: { workload, name, exists, named } }, edit) => {
        if (name === undefined || isTemplated(name) || (!exists && hasOpenNamespace(workload)))
          return undefined;
        const place = { before: ["automountServiceAccountToken", "initContainers", "containers"] };
        const use =
          named?.path.at(-1) === "serviceAccount"
            ? edit.setValue(named, name)
            : edit.set(workload.pod, ["serviceAccountName"], name, place);
        return exists ? [use] : [use, addServiceAccount(workload, name, edit)];
      },
    },
  ],
});
