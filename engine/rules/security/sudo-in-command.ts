import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "sudo-in-command",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { kubescape: ["C-0062"] },
  summary: "A container is started with sudo.",
  why: "It makes root of whoever is in the container, and no security context that forbids more rights lets it work.",
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
          // As the program itself, or as a word of a script for a shell.
          const isProgram = place === 0 && /^(?:\/usr\/bin\/)?sudo$/.test(text);
          const isInScript = text.includes(" ") && /(?:^|[\n;&|(]|\b(?:then|do)\b)\s*sudo\s/.test(text);
          if (isProgram || isInScript)
            yield { at, data: { container: quotedName(container), isProgram, at, next: list?.items()[1] } };
        }
      }
    }
  },

  message: ({ container }) =>
    `Container ${container} is started with sudo, which makes root of it or fails where that is forbidden.`,

  fixes: [
    {
      // Review: the program runs as the user that the container has.
      class: "review",
      title: () => "Start it without sudo",
      edits: ({ data: { isProgram, at, next } }, edit) =>
        // A flag of sudo's would become the program.
        isProgram && next?.string !== undefined && !next.string.startsWith("-")
          ? [edit.remove(at)]
          : undefined,
    },
  ],
});
