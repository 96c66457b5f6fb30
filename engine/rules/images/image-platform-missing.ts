import { questionOf } from "../../images/registry.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { imageSourceOf } from "../../kubernetes/images.ts";
import { nodePlatform } from "../../kubernetes/node-platform.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "image-platform-missing",
  category: "images",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An image is not made for the nodes that its pod is sent to.",
  why: "The pull finds no image for the node's platform, so the container never starts.",
  links: [
    "https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-arch",
    "https://github.com/opencontainers/image-spec/blob/main/image-index.md",
  ],
  asksWorkspace: true,
  on: workloads,

  *check(workload, { workspace, uri }) {
    const node = nodePlatform(workload);
    if (!node) return;
    for (const use of imageSourceOf(workload).images) {
      if (!use.container || workspace.isReplaced(use.name, uri)) continue;
      const answer = workspace.image(questionOf(use.parsed));
      if (answer?.kind !== "found" || answer.platforms.length === 0) continue;
      const fits = answer.platforms.some(
        ({ os, architecture }) =>
          (node.os === undefined || node.os === os) &&
          (node.architecture === undefined || node.architecture === architecture),
      );
      if (fits) continue;
      const has = [...new Set(answer.platforms.map(({ os, architecture }) => `${os}/${architecture}`))];
      yield {
        at: use.at,
        range: rangeOfFirst(use, "name"),
        data: { text: use.text, wanted: node.text, has: has.join(", ") },
        related: [{ at: node.at, message: "The nodes that the pod is sent to" }],
      };
    }
  },

  message: ({ text, wanted, has }) =>
    `Image "${text}" is made for ${has} only, but the pod is sent to ${wanted} nodes, so it cannot start there.`,
});
