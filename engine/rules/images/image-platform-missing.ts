import { questionOf } from "../../images/registry.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { imageSourceOf } from "../../kubernetes/images.ts";
import { nodePlatform } from "../../kubernetes/node-platform.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "image-platform-missing",
  category: "images",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An image does not support the platform of the nodes that its pod selects.",
  why: "The registry has no image for the platform of the nodes, so the pull fails and the container never starts.",
  links: [
    "https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-arch",
    "https://github.com/opencontainers/image-spec/blob/main/image-index.md",
  ],
  on: inWorkspace(workloads),

  *check(workload, { workspace, uri }) {
    const node = nodePlatform(workload);
    if (!node) return;
    for (const use of imageSourceOf(workload).images) {
      if (!use.container || workspace.isReplaced(use.name, uri)) continue;
      const answer = workspace.image(questionOf(use.parsed));
      if (answer?.kind !== "found" || answer.platforms.length === 0) continue;
      const isSupported = answer.platforms.some(
        ({ os, architecture }) =>
          (node.os === undefined || node.os === os) &&
          (node.architecture === undefined || node.architecture === architecture),
      );
      if (isSupported) continue;
      const platforms = [...new Set(answer.platforms.map(({ os, architecture }) => `${os}/${architecture}`))];
      yield {
        at: use.at,
        range: rangeOfFirst(use, "name"),
        data: { text: use.text, title: titleOf(workload), nodes: node.text, platforms: platforms.join(", ") },
        related: [{ at: node.at, message: "The nodes that the pod selects" }],
      };
    }
  },

  message: ({ text, title, nodes, platforms }) =>
    `Image "${text}" supports only ${platforms}, but ${title} selects ${nodes} nodes, so its container cannot start.`,
});
