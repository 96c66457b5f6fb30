import { isTemplated } from "../../kubernetes/resource.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
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
  summary: "A pod that does not use the API gets a token for it.",
  why: "Whoever breaks in can ask the API server in the pod's name, now and with every right it gets later.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting",
  ],
  asksWorkspace: true,
  hardens: "pod",
  on: workloads,

  *check(workload, { workspace }) {
    const { pod, namespace, anchor } = workload;
    const automount = pod.at("automountServiceAccountToken");
    if (automount && automount.value !== true) return;
    const named = pod.at("serviceAccountName") ?? pod.at("serviceAccount");
    const name = named ? named.string : "default";
    // Half-typed or filled in later.
    if (!name || isTemplated(name)) return;
    const accounts = workspace.named("/ServiceAccount", namespace, name);
    // What the pod says counts more than what its account says.
    if (!automount && accounts.some(({ automountToken }) => automountToken === false)) return;
    // Somebody gave it rights, so it uses them.
    if (name !== "default" && isBound(workspace, { namespace, name })) return;
    yield { at: automount ?? anchor, data: { name, pod } };
  },

  message: ({ name }) =>
    `The token of ServiceAccount "${name}" is mounted into every container, so a break-in can use the API with it.`,

  fixes: [
    {
      // Review: a process that asks the API server, or a sidecar that does, is refused.
      class: "review",
      title: () => "Do not mount the token (API calls will fail)",
      edits: ({ data: { pod } }, edit) => [
        edit.set(pod, ["automountServiceAccountToken"], false, { before: ["containers", "initContainers"] }),
      ],
    },
  ],
});
