import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "host-aliases",
  category: "security",
  severity: "hint",
  since: "0.1.0",
  presets: [],
  peers: { trivy: ["KSV-0007"] },
  summary: "A pod brings its own addresses for names.",
  why: "They go before DNS, so connections miss whatever moves, and a wrong one leads to somebody else.",
  links: ["https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/"],
  on: workloads,

  *check(workload) {
    const aliases = workload.pod.at("hostAliases");
    if (aliases && 0 < aliases.items().length)
      yield { at: aliases, onKey: true, data: { title: titleOf(workload) } };
  },

  message: ({ title }) =>
    `${title} brings its own addresses for names, so its connections miss what DNS says and whatever moves.`,

  fixes: [
    {
      // Review: names that DNS does not know are not found any more.
      class: "review",
      title: () => "Remove hostAliases",
      edits: ({ at }, edit) => [edit.remove(at)],
    },
  ],
});
