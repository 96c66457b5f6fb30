import { quotedName } from "../../kubernetes/containers.ts";
import { imagesOf } from "../../kubernetes/images.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "git-sync-program-from-env",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: [],
  peers: { checkov: ["CKV_K8S_159"] },
  summary: "The program that git-sync runs is set from outside.",
  why: "Whoever may set it runs any program in the pod, with its ServiceAccount and its volumes.",
  links: ["https://github.com/kubernetes/git-sync#manual"],
  on: workloads,

  *check(workload) {
    for (const { container, parsed } of imagesOf(workload)) {
      if (!/(?:^|\/)git-sync$/.test(parsed.repository)) continue;
      for (const variable of container.at("env")?.items() ?? []) {
        const at = variable.at("name");
        if (at && (at.string === "GITSYNC_GIT" || at.string === "GIT_SYNC_GIT"))
          yield { at, data: { container: quotedName(container), name: at.string, variable } };
      }
    }
  },

  message: ({ container, name }) =>
    `${name} says which program container ${container} runs for git, so whoever sets it runs anything there.`,

  fixes: [
    {
      // Review: git-sync runs the git that its image has.
      class: "review",
      title: ({ name }) => `Remove ${name}`,
      edits: ({ data: { variable } }, edit) => [edit.remove(variable)],
    },
  ],
});
