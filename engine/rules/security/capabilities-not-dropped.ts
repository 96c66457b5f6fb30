import { containersOf, nameOf } from "../../kubernetes/containers.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import { isWindows } from "../../kubernetes/pods.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

const way = ["securityContext", "capabilities", "drop"];

export default defineRule({
  id: "capabilities-not-dropped",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "pod-security-restricted"],
  peers: {
    polaris: ["insecureCapabilities"],
    trivy: ["KSV-0003", "KSV-0004"],
    checkov: ["CKV_K8S_37"],
    kubescape: ["C-0055"],
    "pod-security-standards": ["capabilities_restricted"],
  },
  summary: "A container keeps Linux capabilities that it did not ask for.",
  why: "Runtimes grant a dozen by default, and most programs need none of them.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    "https://man7.org/linux/man-pages/man7/capabilities.7.html",
  ],
  hardens: "container",
  on: workloads,

  *check(workload) {
    if (isWindows(workload)) return;
    for (const container of containersOf(workload)) {
      const { name, value: owner } = container;
      if (isUnset(owner, ...way))
        yield { at: nameOf(container), data: { name, owner, miswritten: undefined } };
      const dropped = container.at(...way);
      const items = dropped?.items() ?? [];
      if (
        !dropped?.isSequence ||
        items.some(({ string }) => !string || string === "ALL" || isTemplated(string))
      )
        continue;
      const miswritten = items.find(({ string }) => string?.toUpperCase() === "ALL");
      yield { at: miswritten ?? dropped, data: { name, owner, miswritten: miswritten?.string } };
    }
  },

  message: ({ name, miswritten }) =>
    miswritten
      ? `Container "${name}" drops "${miswritten}", which Pod Security does not take for ALL and rejects.`
      : `Container "${name}" keeps capabilities of the runtime's default set, so an intruder can use them.`,

  fixes: [
    {
      // Review: a process that needs one of them (a port below 1024, chown at start) must add it.
      class: "review",
      title: ({ miswritten }) => (miswritten ? `Replace "${miswritten}" by ALL` : "Drop all capabilities"),
      edits: ({ at, data: { owner, miswritten } }, edit) => [
        miswritten ? edit.setValue(at, "ALL") : edit.append(owner, way, "ALL"),
      ],
    },
  ],
});
