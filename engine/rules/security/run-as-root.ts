import { type EditBuilder, type MaybeChange, placeholder } from "../../edits/edit.ts";
import { demandUser, isReady, type KnownUser, planUser, type UserPlan } from "../../edits/user.ts";
import { ownerOf, replaceZero, zerosTogether } from "../../edits/zero-user.ts";
import { type Container, containersOf, nameOf as placeOfName } from "../../kubernetes/containers.ts";
import type { RootStart } from "../../kubernetes/process-user.ts";
import { ofEachContainer } from "../../kubernetes/root-user.ts";
import type { Value } from "../../kubernetes/value.ts";
import { flag } from "../../rule/options.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";
import { isForOpenShift } from "../shared/openshift.ts";
import { podSecurityOption } from "../shared/pod-security.ts";
import {
  allSwitch,
  isSparedAsRoot,
  needRoot,
  rootStartsUnder,
  rootUserFaults,
} from "../shared/root-faults.ts";
import { consequenceOf } from "../shared/root-starts.ts";

export default defineRule({
  id: "run-as-root",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "pod-security-restricted", "kube-linter"],
  presetOptions: {
    recommended: { unknown: false },
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
  why: "An attacker who escapes from a container that runs as root is root on the node.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
  ],
  options: {
    inUserNamespace: flag("Also report pods in a user namespace (hostUsers: false).", false),
    every: flag(
      "Also report privileged containers, pause containers, and containers whose command or image switches to a different user.",
      false,
    ),
    unknown: flag(
      "Also report pods whose images have unknown users, which might not be root. Without this, an image must be known to start as root, or be built or replaced in the workspace.",
      true,
    ),
    openShift: flag(
      "Also report workloads for OpenShift, where the default security context constraint assigns a user other than root.",
      false,
    ),
    windows: flag("Also report Windows pods, where no user is root.", false),
    each: flag(
      "Report each container separately, even if the pod could set the user for all of them.",
      false,
    ),
    ...podSecurityOption,
  },
  hardens: "container",
  neededBy: "root",
  forService: true,
  on: inWorkspace(workloads),

  *check(workload, context) {
    const { options, settings, workspace, uri } = context;
    if (isSparedAsRoot(workload, options, settings.kubernetesVersion)) return;
    const isReplaced = (image: string) => workspace.isReplaced(image, uri);
    const faults = rootUserFaults(workload, options, isReplaced, (image) => workspace.isBuiltNonRoot(image));
    if (faults.length === 0) return;
    const isRestricted = options.podSecurity === "restricted";
    const hasAssignedUser = !options.openShift && isForOpenShift(workload, context);
    for (const fault of options.each ? ofEachContainer(workload, faults) : faults) {
      const plan = planUser(workload, fault.owner, isReplaced, (image) =>
        workspace.isBuiltWithNamedUser(image),
      );
      const rootStarts = rootStartsUnder(workload, fault.owner, isReplaced);
      const { containers, starts, isInstaller, isUnknown } = rootStarts;
      // Many images of third parties have a user of their own.
      if (!fault.value && (hasAssignedUser || (!options.unknown && isUnknown))) continue;
      const several = fault.owner === workload.pod && containersOf(workload).length > 1 && !options.each;
      const isSwitched = !fault.value && !isRestricted && allSwitch(starts);
      yield {
        at: fault.at,
        data: { ...fault, plan, several, isRestricted, isInstaller, starts },
        intended: needRoot(rootStarts) || isSwitched,
        ...(several && !fault.value && { related: containers.map(relatedOf) }),
      };
    }
  },

  message: ({ subject, value, several, isRestricted, starts }) => {
    const fact = value
      ? `sets ${value.path.at(-1)} to ${value.value}`
      : `${isRestricted ? "does not set runAsNonRoot to true" : "sets neither runAsNonRoot nor runAsUser"}`;
    if (isRestricted) return `${subject} ${fact}, so the restricted Pod Security level rejects the pod.`;
    if (value?.number === 0)
      return `${subject} ${fact}, so an attacker who compromises it has root privileges in the container.`;
    return `${subject} ${fact}, so ${consequenceOf(starts, several)}.`;
  },

  fixClasses: ["review", "template"],
  *fixes({ data }, edit, { workspace, uri }) {
    const { owner, value, plan, isInstaller } = data;
    // The packages must be in the image before the container can run as a different user.
    if (isInstaller) return;
    const zeros = zerosTogether(plan);
    if (zeros.length > 0) {
      const isReplaced = (image: string) => workspace.isReplaced(image, uri);
      const isNamed = (image: string) => workspace.isBuiltWithNamedUser(image);
      const planOf = (zero: Value) => planUser(plan.workload, ownerOf(zero), isReplaced, isNamed);
      // Review: as below. Everything at once, because the kubelet rejects runAsNonRoot with a remaining runAsUser of 0.
      yield {
        class: "review",
        title: "Set runAsNonRoot to true and remove conflicting runAsUser values of 0",
        caveat: "images whose user is root or not numeric will not start",
        // A user of 0 that is set elsewhere is a separate problem: its own finding, if any, changes both.
        edits: value && changesWithZeros(data, zeros, planOf, edit),
      };
      return;
    }
    if (!plan.root && isReady(plan)) {
      // Review: the new user might not be able to read existing files, and an image no longer starts if its user is
      // root or a name instead of a number.
      yield {
        class: "review",
        title: titleOf(plan),
        caveat: plan.unknown ? "images whose user is root or not numeric will not start" : undefined,
        edits: changesOf(data, edit),
      };
    }
    if (!plan.root && !isReady(plan) && value?.number !== 0) {
      const images = plan.users.map(({ image }) => `"${image}"`).join(" and ");
      // Template: only the user knows whether the configuration of the server needs root.
      yield {
        class: "template",
        bundled: true,
        title: titleOf(plan),
        caveat: `the configuration of ${images} must work without root${plan.unknown ? "; other images whose user is root or not numeric will not start" : ""}`,
        edits: demandUser(plan, edit),
      };
    }
    if (!needsGuess(data)) return;
    const number = placeholder(likelyUser(plan));
    const place = { before: ["containers", "initContainers"] };
    // Template: only the user knows which account owns the files of the image and of volumes.
    yield {
      class: "template",
      title: `Run as UID ${likelyUser(plan)}`,
      caveat: "the container's files must be accessible to this user",
      edits: [
        edit.set(owner, ["securityContext", "runAsNonRoot"], true, place),
        edit.set(owner, ["securityContext", "runAsUser"], number, place),
      ],
    };
  },
});

function relatedOf(container: Container) {
  return { at: placeOfName(container), message: "This container does not set a user." };
}

interface RootData {
  readonly owner: Value;
  readonly value: Value | undefined;
  readonly plan: UserPlan;
  readonly starts: readonly RootStart[];
}

function changesOf({ owner, value, plan }: RootData, edit: EditBuilder): readonly MaybeChange[] | undefined {
  return value?.number === 0 ? replaceZero(owner, value, plan, edit) : demandUser(plan, edit);
}

/** The changes of a fault, and those of the values of 0 that would conflict with it. */
function changesWithZeros(
  data: RootData,
  zeros: readonly Value[],
  planOf: (zero: Value) => UserPlan,
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  const plans = zeros.map(planOf);
  if ([data.plan, ...plans].some(({ root, users }) => root || users.length > 0)) return undefined;
  const otherChanges = zeros.flatMap(
    (zero, at) => replaceZero(ownerOf(zero), zero, plans[at]!, edit) ?? [undefined],
  );
  const ownChanges = changesOf(data, edit);
  return ownChanges && [...ownChanges, ...otherChanges];
}

/** Whether a container could run as a different user, but only the user knows which one. */
function needsGuess({ owner, value, plan, starts }: RootData): boolean {
  const isOfSeveral = owner === plan.workload.pod && containersOf(plan.workload).length > 1;
  const isReviewed = value?.number === 0 ? plan.users.length === 0 : true;
  if (isOfSeveral || (!plan.root && isReviewed)) return false;
  // These images change the owner of files as root, or listen on a low port.
  return plan.likely !== undefined || !starts.some(({ kind }) => kind === "starts");
}

function titleOf({ workload, users }: UserPlan): string {
  const [first] = users;
  if (!first) return "Set runAsNonRoot to true";
  const needs = users.flatMap(({ process }) => process.needs);
  const volumes = needs.length === 0 ? "" : `, with emptyDir volumes at ${sentenceList(needs)}`;
  if (containersOf(workload).length === 1)
    return `Run as UID ${first.process.uid}, ${nameOf(first)} of image "${first.image}"${volumes}`;
  const each = users.map(({ container, process }) => `"${container.name}" as UID ${process.uid}`);
  return `Set runAsNonRoot to true and run ${sentenceList(each)}${volumes}`;
}

function nameOf({ process: { user } }: KnownUser): string {
  return user === undefined ? "the user" : `user "${user}"`;
}

/** A user to start with if nothing proves that the container can run as it. */
function likelyUser({ likely, users }: UserPlan): number {
  return likely ?? users[0]?.process.uid ?? 10001;
}
