import { isUnset } from "../../kubernetes/fields.ts";
import {
  type ProfileAnnotation,
  profileAnnotations,
  profileOf,
  replacementTitle,
} from "../../kubernetes/profile-annotations.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

const fieldPath = ["securityContext", "seccompProfile"];

export default defineRule({
  id: "seccomp-annotation-deprecated",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { trivy: ["KSV-0030"], checkov: ["CKV_K8S_31"] },
  summary: "A seccomp profile is set in an annotation that Kubernetes no longer reads.",
  why: "The field seccompProfile replaced the annotations in 1.19. Since 1.27 they have no effect, so the profile blocks nothing.",
  links: [
    "https://kubernetes.io/docs/reference/labels-annotations-taints/#seccomp-security-alpha-kubernetes-io-pod",
    "https://github.com/kubernetes/kubernetes/pull/114947",
  ],
  tags: ["deprecated"],
  lifeCycle: true,
  on: workloads,

  *check(workload, { settings }) {
    const isRead = !isAtLeast(settings.kubernetesVersion, "1.27");
    const prefix = "container.seccomp.security.alpha.kubernetes.io/";
    const ofPod = "seccomp.security.alpha.kubernetes.io/pod";
    for (const annotation of profileAnnotations(workload, prefix, ofPod))
      yield { at: annotation.at, onKey: true, data: { ...annotation, isRead, move: moveOf(annotation) } };
  },

  message: ({ title, text, isRead }) =>
    isRead
      ? `The seccomp annotation for ${title} has no effect in Kubernetes 1.27 and later, so an upgrade disables its profile "${text}".`
      : `The seccomp annotation for ${title} has had no effect since Kubernetes 1.27, so its profile "${text}" is ignored.`,

  fixClasses: ["review"],
  *fixes({ data: { move }, at }, edit) {
    // Review: a profile that has been ignored for some time takes effect again.
    yield {
      class: "review",
      title: move ? replacementTitle(move.owner, move.profile) : "Remove the seccomp annotation",
      edits: move
        ? [
            edit.remove(at),
            edit.set(move.owner, fieldPath, move.profile, { before: ["containers", "initContainers"] }),
          ]
        : [edit.remove(at)],
    };
  },
});

/** The profile to set in the field; `undefined` if the field is already set. */
function moveOf({ text, owner }: ProfileAnnotation) {
  const profile = profileOf(text);
  return owner && profile && isUnset(owner, ...fieldPath) ? { owner, profile } : undefined;
}
