import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "privilege-escalation-conflict",
  category: "security",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A container forbids privilege escalation and asks for what cannot be without it.",
  why: "The API server rejects the object, so nothing of it is applied.",
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
      // The API server looks for this spelling only.
      const admin = added.find(({ string }) => string === "CAP_SYS_ADMIN");
      const forced = privileged?.value === true ? privileged : admin;
      if (!forced) continue;
      const what = forced === admin ? "adds CAP_SYS_ADMIN" : "is privileged";
      const related = [{ at: forced, message: `It ${what} here.` }];
      yield {
        at: escalation,
        data: { name: quotedName(container), what, forced, isAdmin: forced === admin },
        related,
      };
    }
  },

  message: ({ name, what }) =>
    `Container ${name} ${what}, which the API server rejects next to allowPrivilegeEscalation: false.`,

  fixes: [
    {
      // Template: which of the two is meant, only a person knows.
      class: "template",
      title: ({ isAdmin }) => (isAdmin ? "Do not add CAP_SYS_ADMIN" : "Set privileged to false"),
      edits: ({ data: { forced, isAdmin } }, edit) => [
        isAdmin ? edit.remove(forced) : edit.setValue(forced, false),
      ],
    },
  ],
});
