import { placeholder } from "../../edits/edit.ts";
import { containersOf } from "../../kubernetes/containers.ts";
import { securitySettings } from "../../kubernetes/security-context.ts";
import { number } from "../../rule/options.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

const fields = [
  ["runAsUser", "UID"],
  ["runAsGroup", "GID"],
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
  summary: "A container runs with a user or group ID that a user of the node can have.",
  why: "Outside the container only the number counts, so an attacker who escapes gets the permissions of the node's user with the same ID.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-pod",
    "https://man7.org/linux/man-pages/man5/login.defs.5.html",
  ],
  options: { minimum: number("The lowest allowed user and group ID.", 10001) },
  on: workloads,

  *check(workload, { options: { minimum } }) {
    for (const [field, label] of fields) {
      for (const { subject, value } of securitySettings(workload, field)) {
        const id = value.number;
        const isOfPod = value.path.length === workload.pod.path.length + 2;
        // A setting of the pod that every container overrides has no effect.
        if (isOfPod && containersOf(workload).every((container) => container.at("securityContext", field)))
          continue;
        // 0 is root, which other rules report.
        if (id && id < minimum) yield { at: value, data: { subject, label, id, minimum } };
      }
    }
  },

  message: ({ subject, label, id, minimum }) =>
    `${subject} runs as ${label} ${id} (below ${minimum}), so an attacker who escapes to the node can access files that belong to ${label} ${id} there.`,

  fixClasses: ["template"],
  *fixes({ data: { label, minimum }, at }, edit) {
    // Template: files in the image and in volumes might belong to the old ID.
    yield {
      class: "template",
      title: `Run as ${label} ${minimum} or higher`,
      edits: [edit.setValue(at, placeholder(minimum))],
    };
  },
});
