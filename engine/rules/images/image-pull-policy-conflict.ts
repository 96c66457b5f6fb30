import { imagesOf, isLatest } from "../../kubernetes/images.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "image-pull-policy-conflict",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  // The presets ask for a version instead, which takes the conflict away.
  presets: [],
  peers: {
    "kube-linter": ["image-pull-policy"],
    "kube-score": ["container-image-pull-policy"],
    polaris: ["pullPolicyNotAlways"],
    checkov: ["CKV_K8S_15"],
    kubescape: ["C-0075"],
  },
  summary: "An image means the newest one, but its pull policy keeps what the node has.",
  why: "Each node goes on running the build that it pulled first, so one Deployment runs several versions.",
  links: ["https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy"],
  asksWorkspace: true,
  on: workloads,

  *check(workload, { workspace, uri }) {
    for (const { container, name, parsed } of imagesOf(workload)) {
      const policy = container.at("imagePullPolicy");
      const kept = policy?.value;
      if (!policy || (kept !== "IfNotPresent" && kept !== "Never")) continue;
      // What nobody can pull has been put on the node by hand.
      if (!isLatest(parsed) || parsed.registry === "localhost") continue;
      if (!workspace.isReplaced(name, uri)) yield { at: policy, data: { name, kept } };
    }
  },

  message: ({ name, kept }) =>
    kept === "Never"
      ? `Image "${name}" means the latest build, but with the policy "Never" each node runs the one it happens to have.`
      : `Image "${name}" means the latest build, but with the policy "IfNotPresent" each node keeps the first one it pulled.`,

  fixes: [
    {
      // Review: nodes that hold an old build will run the newest; one that no registry has cannot be pulled.
      class: "review",
      title: () => "Set imagePullPolicy to Always (asks the registry)",
      edits: ({ at }, edit) => [edit.setValue(at, "Always")],
    },
  ],
});
