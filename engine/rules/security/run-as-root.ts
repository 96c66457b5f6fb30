import { isSparedInUserNamespace } from "../../kubernetes/pod-security.ts";
import { restrictedRootFaults, rootFaults } from "../../kubernetes/root-user.ts";
import { flag } from "../../lint/options.ts";
import { podSecurityOption, podSecurityPresets } from "../../lint/pod-security.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "run-as-root",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "pod-security-restricted", "kube-linter"],
  presetOptions: {
    ...podSecurityPresets,
    strict: { every: true },
    "kube-linter": { inUserNamespace: true, every: true },
  },
  peers: {
    "kube-linter": ["run-as-non-root"],
    "kube-score": ["container-security-context-user-group-id"],
    polaris: ["runAsRootAllowed"],
    trivy: ["KSV-0012", "KSV-0105"],
    checkov: ["CKV_K8S_23"],
    kubescape: ["C-0013"],
    "pod-security-standards": ["runAsNonRoot", "runAsUser"],
  },
  standards: { cis: ["5.2.7"], nsa: ["Non-root containers"] },
  summary: "Nothing keeps a container from running as root.",
  why: "Root in the container is root on the node as soon as one wall between them has a hole.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
  ],
  options: {
    inUserNamespace: flag("Report pods with users of their own (hostUsers: false) as well.", false),
    every: flag(
      "Report privileged containers as well, those that take another user themselves, and those that only pause.",
      false,
    ),
    ...podSecurityOption,
  },
  hardens: "container",
  on: workloads,

  *check(workload, { options, settings }) {
    if (!options.inUserNamespace && isSparedInUserNamespace(workload, settings.kubernetesVersion)) return;
    const isRestricted = options.podSecurity === "restricted";
    const faults = isRestricted ? restrictedRootFaults(workload) : rootFaults(workload, options.every);
    for (const fault of faults) yield { at: fault.at, data: fault };
  },

  message: ({ subject, value }) =>
    value
      ? `${subject} sets ${value.path.at(-1)} to ${value.value}, so a break-in starts with the rights of root.`
      : `Nothing keeps ${inSentence(subject)} from running as root, so where its image does, a break-in starts with those rights.`,

  fixes: [
    {
      // Review: an image whose user is root, or is named and not numbered, no longer starts.
      class: "review",
      title: () => "Set runAsNonRoot to true (images whose user is root or has no number will not start)",
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

function inSentence(subject: string): string {
  return subject.replace(/^Container /, "container ");
}
