import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";
import { isBound } from "../../workspace/bindings.ts";

export default defineRule({
  id: "service-account-token-mounted",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: {
    polaris: ["automountServiceAccountToken"],
    trivy: ["KSV-0036"],
    checkov: ["CKV_K8S_38"],
    kubescape: ["C-0034", "C-0190", "C-0261"],
  },
  standards: { cis: ["5.1.6"], nsa: ["Protecting Pod service account tokens"] },
  summary: "A pod mounts a service account token that it does not appear to need.",
  why: "An attacker who compromises a container can call the API server as the service account, with every permission it has now or gets later.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting",
  ],
  hardens: "pod",
  on: inWorkspace(workloads),

  *check(workload, { workspace }) {
    const { pod, namespace, anchor } = workload;
    const automount = pod.at("automountServiceAccountToken");
    if (automount && automount.value !== true) return;
    const reference = pod.at("serviceAccountName") ?? pod.at("serviceAccount");
    const name = reference ? reference.string : "default";
    // Incomplete or filled in later.
    if (!name || isTemplated(name)) return;
    const accounts = workspace.named("/ServiceAccount", namespace, name);
    // The field of the pod takes precedence over the field of its account.
    if (!automount && accounts.some(({ automountToken }) => automountToken === false)) return;
    // An account with its own permissions is meant for access to the API.
    if (name !== "default" && isBound(workspace, { namespace, name })) return;
    yield { at: automount ?? anchor, data: { title: titleOf(workload), name, pod } };
  },

  message: ({ title, name }) =>
    `${title} mounts the token of ServiceAccount "${name}", so an attacker who compromises it can call the Kubernetes API as this account.`,

  fixClasses: ["review"],
  *fixes({ data: { pod } }, edit) {
    // Review: requests to the API server fail, including those of injected sidecars.
    yield {
      class: "review",
      title: "Set automountServiceAccountToken to false (calls to the Kubernetes API will fail)",
      edits: [
        edit.set(pod, ["automountServiceAccountToken"], false, { before: ["containers", "initContainers"] }),
      ],
    };
  },
});
