import { securitySettings } from "../../kubernetes/security-context.ts";
import { placeholder } from "../../lint/edit.ts";
import { number } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

const fields = [
  ["runAsUser", "user"],
  ["runAsGroup", "group"],
] as const;

export default defineRule({
  id: "low-user-id",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: [],
  peers: {
    "kube-score": ["container-security-context-user-group-id"],
    trivy: ["KSV-0020", "KSV-0021"],
    checkov: ["CKV_K8S_40"],
  },
  summary: "A container runs as a user or group whose number the node may use as well.",
  why: "Outside of the container only the number counts, so a break-out has the rights of the node's user who has it.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-pod",
    "https://man7.org/linux/man-pages/man5/login.defs.5.html",
  ],
  options: { minimum: number("The lowest number that users and groups may have.", 10001) },
  on: workloads,

  *check(workload, { options: { minimum } }) {
    for (const [field, what] of fields) {
      for (const { subject, value } of securitySettings(workload, field)) {
        const id = value.number;
        // 0 is root, which other rules are about.
        if (id && id < minimum) yield { at: value, data: { subject, what, id, minimum } };
      }
    }
  },

  message: ({ subject, what, id, minimum }) =>
    `${subject} runs as ${what} ${id}, below ${minimum}, which may be somebody on the node, whose rights a break-out then has.`,

  fixes: [
    {
      // Template: files in the image and in volumes may belong to the old number.
      class: "template",
      title: ({ what, minimum }) => `Use a ${what} from ${minimum} on`,
      edits: ({ at, data: { minimum } }, edit) => [edit.setValue(at, placeholder(minimum))],
    },
  ],
});
