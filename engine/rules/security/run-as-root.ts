import { parseImageReference } from "../../images/reference.ts";
import { serviceUserOf } from "../../images/service-users.ts";
import { containersOf } from "../../kubernetes/containers.ts";
import { isSparedInUserNamespace } from "../../kubernetes/pod-security.ts";
import { mountsClaim } from "../../kubernetes/pods.ts";
import { literal, type Workload } from "../../kubernetes/resource.ts";
import { restrictedRootFaults, rootFaults } from "../../kubernetes/root-user.ts";
import type { Value } from "../../kubernetes/value.ts";
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
    for (const fault of faults) {
      const known = fault.value === undefined ? knownUser(workload, fault.owner) : undefined;
      yield { at: fault.at, data: { ...fault, workload, known } };
    }
  },

  message: ({ subject, value }) =>
    value
      ? `${subject} sets ${value.path.at(-1)} to ${value.value}, so a break-in starts with the rights of root.`
      : `Nothing keeps ${inSentence(subject)} from running as root, so where its image does, a break-in starts with those rights.`,

  fixes: [
    {
      // Review: files that another user has written may not be readable to this one.
      class: "review",
      title: ({ known }) => `Run as user ${known?.user}, as image "${known?.image}" does for its process`,
      edits: ({ data: { owner, workload, known } }, edit) => {
        if (!known) return undefined;
        const place = { before: ["containers", "initContainers"] };
        const { pod, root } = workload;
        // A claim's volume belongs to root until its group says otherwise.
        const isOwned = pod.at("securityContext", "fsGroup") !== undefined;
        const hasClaim = mountsClaim(workload) || root.at("spec", "volumeClaimTemplates") !== undefined;
        return [
          edit.set(owner, ["securityContext", "runAsNonRoot"], true, place),
          edit.set(owner, ["securityContext", "runAsUser"], known.user, place),
          ...(hasClaim && !isOwned ? [edit.set(pod, ["securityContext", "fsGroup"], known.user, place)] : []),
        ];
      },
    },
    {
      // Review: an image whose user is root, or is named and not numbered, no longer starts.
      class: "review",
      title: () => "Set runAsNonRoot to true (images whose user is root or has no number will not start)",
      edits: ({ data: { owner, value, known } }, edit) => {
        // That image would surely not start.
        if (known) return undefined;
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

/** The user that the image of a container, or of a pod's only one, is known to run its process as. */
function knownUser(
  workload: Workload,
  owner: Value,
): { readonly user: number; readonly image: string } | undefined {
  const containers = containersOf(workload);
  const isOfPod = owner === workload.pod;
  const container = isOfPod ? containers[0] : containers.find(({ value }) => value === owner);
  // A command of its own goes past the entry point that changes the user.
  if (!container || (isOfPod && containers.length > 1) || container.at("command")) return undefined;
  const image = literal(container.at("image"));
  const reference = image === undefined ? undefined : parseImageReference(image);
  const user = reference?.kind === "image" ? serviceUserOf(reference) : undefined;
  return image === undefined || user === undefined ? undefined : { user, image };
}

function inSentence(subject: string): string {
  return subject.replace(/^Container /, "container ");
}
