import { imagesOf, isLatest } from "../../kubernetes/images.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "image-pull-policy-conflict",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  // The presets require a version instead, which resolves the conflict.
  presets: [],
  peers: {
    "kube-linter": ["image-pull-policy"],
    "kube-score": ["container-image-pull-policy"],
    polaris: ["pullPolicyNotAlways"],
    checkov: ["CKV_K8S_15"],
    kubescape: ["C-0075"],
  },
  summary: "An image uses the latest tag, but its pull policy keeps the copy on the node.",
  why: "Each node keeps running the version that it pulled first, so the pods of one workload can run different versions.",
  links: ["https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy"],
  on: inWorkspace(workloads),

  *check(workload, { workspace, uri }) {
    for (const { container, name, parsed } of imagesOf(workload)) {
      const policy = container.at("imagePullPolicy");
      const value = policy?.value;
      if (!policy || (value !== "IfNotPresent" && value !== "Never")) continue;
      // An image that is not in any registry was loaded onto the node by hand.
      if (!isLatest(parsed) || parsed.registry === "localhost") continue;
      if (!workspace.isReplaced(name, uri))
        yield { at: policy, data: { name, value, isImplicit: parsed.tag === undefined } };
    }
  },

  message: ({ name, value, isImplicit }) =>
    `Image "${name}" ${isImplicit ? "has no tag and uses" : "uses the latest tag with"} imagePullPolicy ${value}, so ${value === "Never" ? "each node runs whatever version it already has" : "each node keeps the version that it pulled first"}.`,

  fixClasses: ["review"],
  *fixes({ at }, edit) {
    // Review: nodes with an old image will run the newest one. An image that is not in any registry cannot be pulled.
    yield {
      class: "review",
      title: "Set imagePullPolicy to Always (checks the registry at every container start)",
      edits: [edit.setValue(at, "Always")],
    };
  },
});
