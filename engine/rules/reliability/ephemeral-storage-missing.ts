import { nameOf, quotedName } from "../../kubernetes/containers.ts";
import { containersWithout } from "../../kubernetes/resources.ts";
import { placeholder } from "../../lint/edit.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "ephemeral-storage-missing",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  // Few fill a node's disk with anything but logs, which the kubelet rotates.
  presets: [],
  peers: { "kube-score": ["container-ephemeral-storage-request-and-limit"] },
  summary: "A container may fill the disk of its node.",
  why: "What it writes outside of volumes takes the space of images and logs, and a full node evicts pods.",
  links: ["https://kubernetes.io/docs/concepts/storage/ephemeral-storage/"],
  on: workloads,

  *check(workload) {
    for (const container of containersWithout(workload, "limits", "ephemeral-storage"))
      yield { at: nameOf(container), data: { name: quotedName(container), owner: container.value } };
  },

  message: ({ name }) =>
    `Container ${name} has no limit for ephemeral storage, so what it writes may fill the disk of its node.`,

  fixes: [
    {
      // Template: only measurements tell how much it writes.
      class: "template",
      title: () => "Request and limit ephemeral storage",
      edits: ({ data: { owner } }, edit) => [
        ...(owner.at("resources", "requests", "ephemeral-storage")
          ? []
          : [edit.set(owner, ["resources", "requests", "ephemeral-storage"], placeholder("64Mi"))]),
        edit.set(owner, ["resources", "limits", "ephemeral-storage"], placeholder("1Gi")),
      ],
    },
  ],
});
