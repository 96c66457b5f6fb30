import { isUnset } from "../../kubernetes/fields.ts";
import {
  type ProfileAnnotation,
  profileAnnotations,
  profileOf,
} from "../../kubernetes/profile-annotations.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

const way = ["securityContext", "appArmorProfile"];

export default defineRule({
  id: "apparmor-annotation-deprecated",
  category: "security",
  severity: "hint",
  since: "0.1.0",
  presets: ["strict"],
  peers: { trivy: ["KSV-0002"] },
  summary: "An AppArmor profile stands in an annotation, which a field has replaced.",
  why: "The field says the same, is checked by the API server and stays when the annotations go.",
  links: [
    "https://kubernetes.io/docs/tutorials/security/apparmor/#securing-a-pod",
    "https://kubernetes.io/docs/reference/labels-annotations-taints/#container-apparmor-security-beta-kubernetes-io",
  ],
  tags: ["deprecated"],
  on: workloads,

  *check(workload, { settings }) {
    // The field came with 1.30.
    if (!isAtLeast(settings.kubernetesVersion, "1.30")) return;
    // What switches AppArmor off is another rule's.
    for (const annotation of profileAnnotations(workload, "container.apparmor.security.beta.kubernetes.io/"))
      if (profileOf(annotation.text))
        yield { at: annotation.at, onKey: true, data: { ...annotation, move: moveOf(annotation) } };
  },

  message: ({ title, text }) =>
    `The AppArmor profile ${text} of ${title} stands in an annotation, which the field appArmorProfile has replaced in 1.30.`,

  fixes: [
    {
      // Review: an API server before 1.30 does not know the field.
      class: "review",
      title: ({ move }) => (move ? "Move it to securityContext.appArmorProfile" : "Remove the annotation"),
      edits: ({ at, data: { move } }, edit) =>
        move ? [edit.remove(at), edit.set(move.owner, way, move.profile)] : [edit.remove(at)],
    },
  ],
});

/** What the field has to say instead, unless it says something already. */
function moveOf({ text, owner }: ProfileAnnotation) {
  const profile = profileOf(text);
  return owner && profile && isUnset(owner, ...way) ? { owner, profile } : undefined;
}
