import { profileAnnotations, twinAnnotation } from "../../kubernetes/profile-annotations.ts";
import { literal } from "../../kubernetes/resource.ts";
import { securitySettings } from "../../kubernetes/security-context.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

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
  why: "On nodes with AppArmor, containers run with the runtime's profile unless a manifest disables it.",
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
      const goes = [profile ?? value, ...(twin ? [twin.at] : [])];
      yield { at: value, data: { subject, type, off: type === "Unconfined", goes } };
    }
    for (const { at, text, title } of profileAnnotations(workload, prefix)) {
      if (text === "runtime/default" || text.startsWith("localhost/")) continue;
      const subject = `The annotation for ${title}`;
      yield { at, data: { subject, type: text, off: text === "unconfined", goes: [at] } };
    }
  },

  message: ({ subject, type, off }) =>
    off
      ? `${subject} disables AppArmor, so an attacker who compromises the container is confined by nothing but its user.`
      : `${subject} sets the AppArmor profile "${type}", which does not exist, so the API server rejects it.`,

  fixes: [
    {
      // Review: a program that does what the runtime's profile forbids fails. Unset, it is that profile where the node
      // has AppArmor; asking for it in so many words keeps the pod from nodes that have not.
      class: "review",
      title: () => "Remove the profile (the runtime's default applies)",
      edits: ({ data: { goes } }, edit) => goes.map((value) => edit.remove(value)),
    },
  ],
});
