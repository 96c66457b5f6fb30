import { type Container, containersOf } from "../../kubernetes/containers.ts";
import { installsPackages, needsRoot } from "../../kubernetes/node-components.ts";
import { isSparedInUserNamespace } from "../../kubernetes/pod-security.ts";
import { isWindows } from "../../kubernetes/pods.ts";
import { startsAsOwnUser, startUserOf } from "../../kubernetes/process-user.ts";
import { ofEachContainer, restrictedRootFaults, rootFaults } from "../../kubernetes/root-user.ts";
import { placeholder } from "../../lint/edit.ts";
import { isForOpenShift } from "../../lint/openshift.ts";
import { flag } from "../../lint/options.ts";
import { podSecurityOption } from "../../lint/pod-security.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import { demandUser, isReady, type KnownUser, planUser, type UserPlan } from "../../lint/user-edit.ts";

export default defineRule({
  id: "run-as-root",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "pod-security-restricted", "kube-linter"],
  presetOptions: {
    strict: { every: true },
    "pod-security-restricted": { podSecurity: "restricted", openShift: true },
    "kube-linter": { inUserNamespace: true, every: true, openShift: true, windows: true, each: true },
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
  summary: "A container can run as root.",
  why: "Root in a container is root on the node for an attacker who escapes it.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
  ],
  options: {
    inUserNamespace: flag("Report pods in a user namespace (hostUsers: false) as well.", false),
    every: flag(
      "Report privileged containers as well, those that take another user themselves or by their image, and those that only pause.",
      false,
    ),
    openShift: flag(
      "Report workloads for OpenShift as well, whose default security context constraint gives pods a user other than root.",
      false,
    ),
    windows: flag("Report pods on Windows as well, where nobody is root.", false),
    each: flag("Report each container on its own, even if its pod could set the user for all.", false),
    ...podSecurityOption,
  },
  hardens: "container",
  asksWorkspace: true,
  neededBy: "root",
  on: workloads,

  *check(workload, context) {
    const { options, settings, workspace, uri } = context;
    if (!options.inUserNamespace && isSparedInUserNamespace(workload, settings.kubernetesVersion)) return;
    const isRestricted = options.podSecurity === "restricted";
    if (!isRestricted && !options.windows && isWindows(workload)) return;
    const isReplaced = (image: string) => workspace.isReplaced(image, uri);
    // What is set for the pod would stop a container that can only be root.
    const isRoot = (container: Container) =>
      needsRoot(container) || startUserOf(container, isReplaced).kind === "root";
    const isSingle = containersOf(workload).length === 1;
    const shares = (containers: readonly Container[]) => isSingle || !containers.some(isRoot);
    const faults = isRestricted
      ? restrictedRootFaults(workload, shares)
      : rootFaults(workload, options.every, shares, (container) => startsAsOwnUser(container, isReplaced));
    if (faults.length === 0) return;
    const hasOtherUser = !options.openShift && isForOpenShift(workload, context);
    for (const fault of options.each ? ofEachContainer(workload, faults) : faults) {
      if (hasOtherUser && fault.value === undefined) continue;
      const plan = planUser(workload, fault.owner, isReplaced);
      const several = fault.owner === workload.pod && !isSingle && !options.each;
      const isInstaller = containersOf(workload).some(
        (one) => installsPackages(one) && (fault.owner === workload.pod || fault.owner === one.value),
      );
      const data = { ...fault, plan, several, isRestricted, isInstaller };
      yield { at: fault.at, data, intended: isInstaller };
    }
  },

  message: ({ subject, value, several, isRestricted }) => {
    if (value)
      return `${subject} sets ${value.path.at(-1)} to ${value.value}, so an attacker who compromises it starts as root.`;
    if (isRestricted)
      return `${subject} does not set runAsNonRoot, so Pod Security's restricted level rejects it.`;
    // What the image says is not known, or not binding: another one may come in its place.
    const end = several
      ? "its containers run as root if their images do"
      : "it runs as root if its image does";
    return `${subject} sets neither runAsNonRoot nor a user, so ${end}.`;
  },

  fixes: [
    {
      // Review: files that another user has written may not be readable to this one, and an image whose user is root,
      // or has a name and no number, no longer starts.
      class: "review",
      title: ({ plan }) => titleOf(plan),
      caveat: ({ plan }) =>
        plan.unknown ? "images whose user is root or not numeric will not start" : undefined,
      edits: ({ data: { owner, value, plan, isInstaller } }, edit) => {
        if (plan.root || isInstaller || !isReady(plan)) return undefined;
        if (value?.number !== 0) return demandUser(plan, edit);
        if (plan.users.length > 0) return undefined;
        // The user is replaced where it is alone, so that its place and its comment stay.
        return owner.at("securityContext", "runAsNonRoot")
          ? [edit.remove(value), ...(demandUser(plan, edit) ?? [undefined])]
          : [edit.renameKey(value, "runAsNonRoot"), edit.setValue(value, true)];
      },
    },
    {
      // Template: only a person knows whether the configuration of the server needs root.
      class: "template",
      bundled: true,
      title: ({ plan }) => titleOf(plan),
      caveat: ({ plan }) =>
        `the configuration of ${plan.users.map(({ image }) => `"${image}"`).join(" and ")} must not need root`,
      edits: ({ data: { value, plan, isInstaller } }, edit) =>
        plan.root || isInstaller || isReady(plan) || value?.number === 0 ? undefined : demandUser(plan, edit),
    },
    {
      // Template: only a person knows which user the files of the image and of volumes belong to.
      class: "template",
      title: () => "Set a user other than root",
      caveat: () => "the files that it uses must be accessible to this user",
      edits: ({ data: { owner, value, plan, isInstaller } }, edit) => {
        // What is installed here has to be in the image before another user can be set.
        if (isInstaller) return undefined;
        const isOfSeveral = owner === plan.workload.pod && containersOf(plan.workload).length > 1;
        const isReviewed = value?.number === 0 ? plan.users.length === 0 : true;
        if (isOfSeveral || (!plan.root && isReviewed)) return undefined;
        const number = placeholder(plan.likely ?? plan.users[0]?.process.uid ?? 10001);
        const place = { before: ["containers", "initContainers"] };
        return [
          edit.set(owner, ["securityContext", "runAsNonRoot"], true, place),
          edit.set(owner, ["securityContext", "runAsUser"], number, place),
        ];
      },
    },
  ],
});

function titleOf({ workload, users }: UserPlan): string {
  const [first] = users;
  if (!first) return "Set runAsNonRoot to true";
  const needs = users.flatMap(({ process }) => process.needs);
  const volumes = needs.length === 0 ? "" : `, with volumes at ${needs.join(" and ")}`;
  if (containersOf(workload).length === 1)
    return `Run as user ${first.process.uid}, ${nameOf(first)} image "${first.image}"${volumes}`;
  const each = users.map(({ container, process }) => `"${container.name}" as user ${process.uid}`);
  return `Set runAsNonRoot to true and run ${each.join(" and ")}${volumes}`;
}

function nameOf({ process: { user } }: KnownUser): string {
  return user === undefined ? "the user of" : `"${user}" in`;
}
