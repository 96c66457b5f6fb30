import { sysctlSafeSince } from "../../kubernetes/pod-security.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { literal } from "../../kubernetes/resource.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { names } from "../../rule/options.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

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
  summary: "A pod sets an unsafe sysctl.",
  why: "Unsafe sysctls can affect other pods or the whole node, so the kubelet refuses to start the pod unless its configuration allows them.",
  links: [
    "https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/",
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
  ],
  options: {
    allow: names("Sysctls that pods can set."),
    prefixes: names("Report only sysctls that start with one of these prefixes, safe or not."),
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
      ? `${title} sets the sysctl ${name}, but the settings of this rule do not allow sysctls that start with "${prefix}".`
      : `${title} sets the unsafe sysctl ${name}, so the kubelet refuses to start its pods unless the node's allowedUnsafeSysctls includes it.`,

  fixClasses: ["review"],
  *fixes({ data: { name, item } }, edit) {
    // Review: the process runs with the default value.
    yield { class: "review", title: `Remove the sysctl ${name}`, edits: [edit.remove(item)] };
  },
});
