import { type Container, commandWords, containersOf, quotedName } from "../../kubernetes/containers.ts";
import { names } from "../../rule/options.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "privileged-container",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "pod-security-baseline", "pod-security-restricted", "kube-linter"],
  peers: {
    "kube-linter": ["privileged-container"],
    "kube-score": ["container-security-context-privileged"],
    polaris: ["runAsPrivileged"],
    trivy: ["KSV-0017"],
    checkov: ["CKV_K8S_16"],
    kubescape: ["C-0057"],
    "pod-security-standards": ["privileged"],
  },
  standards: { cis: ["5.2.2"], nsa: ["Pod security enforcement"] },
  summary: "A container is privileged.",
  why: "It has access to all devices and capabilities of the node, so an attacker needs no exploit to escape from it.",
  links: ["https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"],
  options: { allow: names("Containers that are allowed to be privileged.") },
  hardens: "container",
  neededBy: "root",
  on: workloads,

  *check(workload, { options }) {
    for (const container of containersOf(workload)) {
      const privileged = container.at("securityContext", "privileged");
      if (privileged?.value !== true || options.allow.includes(container.name)) continue;
      const isDocker = isDockerInDocker(container);
      yield { at: privileged, data: { name: quotedName(container), isDocker }, intended: isDocker };
    }
  },

  message: ({ name }) =>
    `Container ${name} is privileged, so an attacker who compromises it can take over the node.`,

  fixClasses: ["review"],
  *fixes({ at, data: { isDocker } }, edit) {
    // The Docker daemon cannot start without it.
    if (isDocker) return;
    // Review: the process might need the access.
    yield { class: "review", title: "Set privileged to false", edits: [edit.setValue(at, false)] };
  },
});

/** Source: https://hub.docker.com/_/docker */
function isDockerInDocker({ value }: Container): boolean {
  const image = value.at("image")?.string ?? "";
  const words = commandWords(value);
  const [, name = "", tag = ""] = /([^/:@]+)(?::([^@]*))?(?:@.*)?$/.exec(image) ?? [];
  return (
    (/^(?:docker|dind)$/.test(name) && (name === "dind" || /(?:^|-)dind(?:$|-)/.test(tag))) ||
    words.some(({ string }) => /(?:^|[\s/])dockerd(?:\s|$)/.test(string ?? ""))
  );
}
