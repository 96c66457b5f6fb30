import { sysctlSafeSince } from "../../kubernetes/pod-security.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { literal } from "../../kubernetes/resource.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { names } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "sysctl-unsafe",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict", "pod-security-baseline", "pod-security-restricted", "kube-linter"],
  // Source: https://github.com/stackrox/kube-linter/blob/main/pkg/builtinchecks/yamls/sysctls.yaml
  presetOptions: {
    "kube-linter": { prefixes: ["kernel.msg", "kernel.sem", "kernel.shm", "fs.mqueue.", "net."] },
  },
  peers: {
    "kube-linter": ["unsafe-sysctls"],
    trivy: ["KSV-0026"],
    kubescape: ["C-0211"],
    "pod-security-standards": ["sysctls"],
  },
  summary: "A pod sets a kernel parameter that reaches beyond it.",
  why: "Such parameters change the node for all of its pods, so the kubelet refuses the pod unless it is told to allow them.",
  links: [
    "https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/",
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
  ],
  options: {
    allow: names("Parameters that may be set as well."),
    prefixes: names("Report the parameters that begin with one of these, and no others."),
  },
  hardens: "pod",
  neededBy: "nodes",
  on: workloads,

  *check(workload, { options, settings }) {
    for (const item of workload.pod.at("securityContext", "sysctls")?.items() ?? []) {
      const at = item.at("name");
      const name = literal(at);
      if (!at || name === undefined || options.allow.includes(name)) continue;
      const since = sysctlSafeSince(name);
      const isSafe = since !== undefined && isAtLeast(settings.kubernetesVersion, since);
      const prefix = options.prefixes.find((start) => name.startsWith(start));
      const isFault = 0 < options.prefixes.length ? prefix !== undefined : !isSafe;
      if (isFault) yield { at, data: { title: titleOf(workload), name, item, isSafe, prefix } };
    }
  },

  message: ({ title, name, isSafe, prefix }) =>
    isSafe
      ? `${title} sets the sysctl ${name}, but parameters that begin with ${prefix} are to be left to the node.`
      : `${title} sets the sysctl ${name}, which is not on the list of safe ones, so the kubelet refuses its pods unless it is told to allow it.`,

  fixes: [
    {
      // Review: the process runs with the node's value from then on.
      class: "review",
      title: ({ name }) => `Do not set ${name}`,
      edits: ({ data: { item } }, edit) => [edit.remove(item)],
    },
  ],
});
