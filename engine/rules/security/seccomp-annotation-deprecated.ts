import { isUnset } from "../../kubernetes/fields.ts";
import {
  type ProfileAnnotation,
  profileAnnotations,
  profileOf,
} from "../../kubernetes/profile-annotations.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

const way = ["securityContext", "seccompProfile"];

export default defineRule({
  id: "seccomp-annotation-deprecated",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { trivy: ["KSV-0030"], checkov: ["CKV_K8S_31"] },
  summary: "A seccomp profile stands in an annotation, which Kubernetes reads no more.",
  why: "The annotations were replaced by a field in 1.19 and have had no effect since 1.27, so nothing is blocked.",
  links: [
    "https://kubernetes.io/docs/reference/labels-annotations-taints/#seccomp-security-alpha-kubernetes-io-pod",
    "https://github.com/kubernetes/kubernetes/pull/114947",
  ],
  tags: ["deprecated"],
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
      ? `The seccomp profile ${text} of ${title} stands in an annotation, which has no effect from Kubernetes 1.27 on.`
      : `The seccomp profile ${text} of ${title} stands in an annotation, which Kubernetes has not read since 1.27, so it has no effect.`,

  fixes: [
    {
      // Review: a profile that has had no effect for some time holds again.
      class: "review",
      title: ({ move }) => (move ? "Move it to securityContext.seccompProfile" : "Remove the annotation"),
      edits: ({ at, data: { move } }, edit) =>
        move
          ? [
              edit.remove(at),
              edit.set(move.owner, way, move.profile, { before: ["containers", "initContainers"] }),
            ]
          : [edit.remove(at)],
    },
  ],
});

/** What the field has to say instead, unless it says something already. */
function moveOf({ text, owner }: ProfileAnnotation) {
  const profile = profileOf(text);
  return owner && profile && isUnset(owner, ...way) ? { owner, profile } : undefined;
}
