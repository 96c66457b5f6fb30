import { quotedName } from "../../kubernetes/containers.ts";
import { imagesOf } from "../../kubernetes/images.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "git-sync-program-from-env",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: [],
  peers: { checkov: ["CKV_K8S_159"] },
  summary: "An environment variable replaces the git program that git-sync runs.",
  why: "The program runs in the pod, with access to its service account and its volumes.",
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
    `Container ${container} sets ${name}, so git-sync runs this program instead of git, with access to the pod's credentials.`,

  fixClasses: ["review"],
  *fixes({ data: { name, variable } }, edit) {
    // Review: git-sync runs the git of its image.
    yield {
      class: "review",
      title: `Remove ${name} (git-sync runs the git of its image)`,
      edits: [edit.remove(variable)],
    };
  },
});
