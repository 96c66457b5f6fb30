import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "privilege-escalation-conflict",
  category: "security",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A container sets allowPrivilegeEscalation to false but is privileged or adds CAP_SYS_ADMIN.",
  why: "The API server rejects the object, so nothing is deployed.",
  // ValidateSecurityContext in pkg/apis/core/validation/validation.go
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
    "https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go",
  ],
  on: workloads,

  *check(workload) {
    for (const container of containersOf(workload)) {
      const escalation = container.at("securityContext", "allowPrivilegeEscalation");
      if (escalation?.value !== false) continue;
      const privileged = container.at("securityContext", "privileged");
      const added = container.at("securityContext", "capabilities", "add")?.items() ?? [];
      // The API server checks only this spelling.
      const admin = added.find(({ string }) => string === "CAP_SYS_ADMIN");
      const forced = privileged?.value === true ? privileged : admin;
      if (!forced) continue;
      const isAdmin = forced === admin;
      const conflict = isAdmin ? "adds CAP_SYS_ADMIN" : "is privileged";
      const related = [
        { at: forced, message: isAdmin ? "CAP_SYS_ADMIN is added here." : "privileged is set here." },
      ];
      yield {
        at: escalation,
        data: { name: quotedName(container), kind: workload.kind, conflict, forced, isAdmin },
        related,
      };
    }
  },

  message: ({ name, kind, conflict }) =>
    `Container ${name} ${conflict} but sets allowPrivilegeEscalation to false, so the API server rejects the ${kind}.`,

  fixClasses: ["template"],
  *fixes({ data: { isAdmin, forced } }, edit) {
    // Template: only the user knows which of the two settings is intended.
    yield {
      class: "template",
      title: isAdmin ? "Remove CAP_SYS_ADMIN" : "Set privileged to false",
      edits: [isAdmin ? edit.remove(forced) : edit.setValue(forced, false)],
    };
  },
});
