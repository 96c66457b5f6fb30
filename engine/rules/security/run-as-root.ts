import type { Container } from "../../kubernetes/containers.ts";
import { inherited, inheritedFaults, type Verdict } from "../../kubernetes/security-context.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "run-as-root",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "pod-security-restricted", "kube-linter"],
  peers: {
    "kube-linter": ["run-as-non-root"],
    "kube-score": ["container-security-context-user-group-id"],
    polaris: ["runAsRootAllowed"],
    trivy: ["KSV-0012", "KSV-0105"],
    checkov: ["CKV_K8S_23"],
    kubescape: ["C-0013"],
    "pod-security-standards": ["runAsNonRoot", "runAsUser"],
  },
  summary: "Nothing keeps a container from running as root.",
  why: "Root in the container is root on the node as soon as one wall between them has a hole.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
  ],
  hardens: "container",
  on: workloads,

  *check(workload, { settings }) {
    const { pod } = workload;
    // In a user namespace, root is nobody outside; Pod Security knows that from 1.35 on.
    if (pod.at("hostUsers")?.value === false && isAtLeast(settings.kubernetesVersion, "1.35")) return;
    for (const fault of inheritedFaults(workload, verdictOf)) yield { at: fault.at, data: fault };
  },

  message: ({ subject, value }) =>
    value
      ? `${subject} sets ${value.path.at(-1)} to ${value.value}, so a break-in starts with the rights of root.`
      : `${subject} may run as root, so a break-in starts with the rights of root.`,

  fixes: [
    {
      // Review: an image whose user is root, or is named and not numbered, no longer starts.
      class: "review",
      title: () => "Set runAsNonRoot to true (root images will not start)",
      edits: ({ data: { owner, value } }, edit) => {
        const demand = edit.set(owner, ["securityContext", "runAsNonRoot"], true, {
          before: ["containers", "initContainers"],
        });
        if (value?.number !== 0) return [demand];
        // The user is replaced where it is alone, so that its place and its comment stay.
        return owner.at("securityContext", "runAsNonRoot")
          ? [edit.remove(value), demand]
          : [edit.renameKey(value, "runAsNonRoot"), edit.setValue(value, true)];
      },
    },
  ],
});

function verdictOf(container: Container): Verdict {
  const user = inherited(container, "runAsUser");
  if (user !== "unset") return user !== "unfinished" && user.number === 0 ? user : "held";
  const nonRoot = inherited(container, "runAsNonRoot");
  if (nonRoot === "unset") return "missing";
  return nonRoot !== "unfinished" && nonRoot.value === false ? nonRoot : "held";
}
