import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "host-aliases",
  category: "security",
  severity: "hint",
  since: "0.1.0",
  presets: [],
  peers: { trivy: ["KSV-0007"] },
  summary: "A pod sets hostAliases.",
  why: "Entries in the hosts file take precedence over DNS, so they keep pointing to an address after its host has moved.",
  links: ["https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/"],
  on: workloads,

  *check(workload) {
    const aliases = workload.pod.at("hostAliases");
    if (aliases && 0 < aliases.items().length)
      yield { at: aliases, onKey: true, data: { title: titleOf(workload) } };
  },

  message: ({ title }) =>
    `${title} sets hostAliases, which take precedence over DNS, so its containers miss later DNS changes for those host names.`,

  fixClasses: ["review"],
  *fixes({ at }, edit) {
    // Review: names that are not in DNS no longer resolve.
    yield {
      class: "review",
      title: "Remove hostAliases (names that are not in DNS will not resolve)",
      edits: [edit.remove(at)],
    };
  },
});
