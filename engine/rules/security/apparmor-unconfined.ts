import {
  capitalized,
  type ProfileAnnotation,
  profileAnnotations,
  twinAnnotation,
} from "../../kubernetes/profile-annotations.ts";
import { literal, type Workload } from "../../kubernetes/resource.ts";
import { securitySettings } from "../../kubernetes/security-context.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

const prefix = "container.apparmor.security.beta.kubernetes.io/";

export default defineRule({
  id: "apparmor-unconfined",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict", "pod-security-baseline", "pod-security-restricted"],
  peers: {
    polaris: ["linuxHardening"],
    trivy: ["KSV-0002"],
    kubescape: ["C-0055"],
    "pod-security-standards": ["appArmorProfile"],
  },
  standards: { nsa: ["Hardening container environments"] },
  summary: "A pod or container disables AppArmor.",
  why: "On nodes with AppArmor, the runtime's default profile limits what a container can do, for example mount filesystems.",
  links: [
    "https://kubernetes.io/docs/tutorials/security/apparmor/",
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
  ],
  hardens: "container",
  neededBy: "nodes",
  on: workloads,

  *check(workload) {
    for (const { subject, owner, value } of securitySettings(workload, "appArmorProfile", "type")) {
      const type = literal(value);
      if (type === undefined || type === "RuntimeDefault" || type === "Localhost") continue;
      const profile = owner.at("securityContext", "appArmorProfile");
      const twin = twinAnnotation(workload, owner, "appArmorProfile");
      const removed = [profile ?? value, ...(twin ? [twin.at] : [])];
      const problem = type === "Unconfined" ? disables : invalid("profile type", type, workload.kind);
      yield { at: value, data: { subject, problem, removed, isUnused: false } };
    }
    for (const annotation of profileAnnotations(workload, prefix)) {
      const { at, text, owner } = annotation;
      if (text === "runtime/default" || text.startsWith("localhost/")) continue;
      yield { at, data: { ...annotationFault(annotation, workload), removed: [at], isUnused: !owner } };
    }
  },

  message: ({ subject, problem }) => `${subject} ${problem}.`,

  fixClasses: ["review"],
  *fixes({ data: { removed, isUnused } }, edit) {
    // Review: a program that needs what the runtime's profile blocks fails. The profile is removed, not replaced:
    // RuntimeDefault is the default on nodes with AppArmor, and set explicitly it keeps the pod off all other nodes.
    yield {
      class: "review",
      title: isUnused
        ? "Remove the AppArmor annotation"
        : "Remove the AppArmor profile (the runtime's default profile applies)",
      edits: removed.map((value) => edit.remove(value)),
    };
  },
});

const disables = "disables AppArmor, so an attacker who compromises it can escape to the node more easily";

function annotationFault({ text, title, owner }: ProfileAnnotation, { kind }: Workload) {
  if (owner)
    return {
      subject: capitalized(title),
      problem: text === "unconfined" ? disables : invalid("profile", text, kind),
    };
  return {
    subject: "An AppArmor annotation",
    problem: `names ${title}, which does not exist, so the API server rejects the ${kind}`,
  };
}

function invalid(field: string, text: string, kind: string): string {
  return `has the invalid AppArmor ${field} "${text}", so the API server rejects the ${kind}`;
}
