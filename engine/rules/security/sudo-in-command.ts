import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "sudo-in-command",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { kubescape: ["C-0062"] },
  summary: "A container runs sudo.",
  why: "A container in which sudo works lets any process become root, and sudo fails if allowPrivilegeEscalation is false.",
  links: ["https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"],
  on: workloads,

  *check(workload) {
    for (const container of containersOf(workload)) {
      const lists = [
        container.at("command"),
        container.at("args"),
        ...["postStart", "preStop"].map((hook) => container.at("lifecycle", hook, "exec", "command")),
        ...["livenessProbe", "readinessProbe", "startupProbe"].map((probe) =>
          container.at(probe, "exec", "command"),
        ),
      ];
      for (const list of lists) {
        for (const [place, at] of (list?.items() ?? []).entries()) {
          const text = at.string ?? "";
          // sudo is the program itself or a word of a shell script.
          const isProgram = place === 0 && /^(?:\/usr\/bin\/)?sudo$/.test(text);
          const isInScript = text.includes(" ") && /(?:^|[\n;&|(]|\b(?:then|do)\b)\s*sudo\s/.test(text);
          if (isProgram || isInScript)
            yield { at, data: { container: quotedName(container), isProgram, at, next: list?.items()[1] } };
        }
      }
    }
  },

  message: ({ container }) =>
    `Container ${container} runs sudo, so the command runs as root, or fails if allowPrivilegeEscalation is false.`,

  fixClasses: ["review"],
  *fixes({ data: { isProgram, at, next } }, edit) {
    if (isProgram && next?.string !== undefined && !next.string.startsWith("-")) {
      // Review: the program runs as the container's user.
      yield {
        class: "review",
        title: "Remove sudo (the program runs as the container's user)",
        edits: [edit.remove(at)],
      };
    }
  },
});
