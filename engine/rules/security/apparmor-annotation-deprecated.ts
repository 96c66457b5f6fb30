import { isUnset } from "../../kubernetes/fields.ts";
import {
  type Profile,
  type ProfileAnnotation,
  profileAnnotations,
  profileOf,
} from "../../kubernetes/profile-annotations.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

const fieldPath = ["securityContext", "appArmorProfile"];

export default defineRule({
  id: "apparmor-annotation-deprecated",
  category: "security",
  severity: "hint",
  since: "0.1.0",
  presets: ["strict"],
  peers: { trivy: ["KSV-0002"] },
  summary: "An AppArmor profile is set in a deprecated annotation.",
  why: "The field appArmorProfile replaces the annotation since Kubernetes 1.30, and a future version may ignore the annotation.",
  links: [
    "https://kubernetes.io/docs/tutorials/security/apparmor/#securing-a-pod",
    "https://kubernetes.io/docs/reference/labels-annotations-taints/#container-apparmor-security-beta-kubernetes-io",
  ],
  tags: ["deprecated"],
  lifeCycle: true,
  on: workloads,

  *check(workload, { settings }) {
    // The field was added in 1.30.
    if (!isAtLeast(settings.kubernetesVersion, "1.30")) return;
    // A separate rule reports annotations that disable AppArmor.
    for (const annotation of profileAnnotations(workload, "container.apparmor.security.beta.kubernetes.io/"))
      if (profileOf(annotation.text))
        yield {
          at: annotation.at,
          onKey: true,
          data: { ...annotation, kind: workload.kind, move: moveOf(annotation) },
        };
  },

  message: ({ title, kind, owner }) =>
    owner
      ? `The AppArmor annotation for ${title} has been deprecated since Kubernetes 1.30, so a future version might ignore it.`
      : `An AppArmor annotation names ${title}, which does not exist, so the API server rejects the ${kind}.`,

  fixClasses: ["review"],
  *fixes({ data: { move }, at }, edit) {
    // Review: an API server before 1.30 ignores the field.
    yield {
      class: "review",
      title: move
        ? `Replace the annotation with ${profileText(move.profile)} in the container's securityContext`
        : "Remove the AppArmor annotation",
      edits: move ? [edit.remove(at), edit.set(move.owner, fieldPath, move.profile)] : [edit.remove(at)],
    };
  },
});

function profileText(profile: Profile): string {
  return "localhostProfile" in profile
    ? `the appArmorProfile "${profile.localhostProfile}" of type Localhost`
    : `an appArmorProfile of type ${profile.type}`;
}

/** The profile to set in the field; `undefined` if the field is already set. */
function moveOf({ text, owner }: ProfileAnnotation) {
  const profile = profileOf(text);
  return owner && profile && isUnset(owner, ...fieldPath) ? { owner, profile } : undefined;
}
