import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { literal } from "../../kubernetes/resource.ts";
import { placeholder } from "../../lint/edit.ts";
import { flag, names } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "priority-class-missing",
  category: "reliability",
  severity: "hint",
  since: "0.1.0",
  // Priorities are worth it where some workloads are to give way, and which ones is a decision of the whole cluster.
  presets: [],
  presetOptions: {
    "kube-linter": { required: false, accepted: ["system-cluster-critical", "system-node-critical"] },
  },
  peers: { "kube-linter": ["priority-class-name"], polaris: ["priorityClassNotSet"] },
  summary: "A pod has no priority class, or none of those that are wanted.",
  why: "On a full cluster its class says whether a pod waits, gives way, or takes the place of others.",
  links: ["https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/"],
  options: {
    required: flag("Asks for a class where a pod has none.", true),
    accepted: names("The classes that pods may have; all where none is named."),
  },
  on: workloads,

  *check(workload, { options: { required, accepted } }) {
    const { pod, anchor } = workload;
    const at = pod.at("priorityClassName");
    const name = literal(at);
    const title = titleOf(workload);
    if (isUnset(pod, "priorityClassName")) {
      if (required) yield { at: anchor, data: { title, pod, name, accepted } };
    } else if (at && name !== undefined && accepted.length > 0 && !accepted.includes(name)) {
      yield { at, data: { title, pod, name, accepted } };
    }
  },

  message: ({ title, name, accepted }) =>
    name === undefined
      ? `The pods of ${title} have no priority class, so on a full cluster they are worth as much as any others.`
      : `The pods of ${title} have the priority class "${name}", but only ${accepted.join(", ")} are wanted.`,

  fixes: [
    {
      // Template: what it is worth, a person decides.
      class: "template",
      title: () => "Set a priority class",
      edits: ({ data: { pod, accepted } }, edit) => [
        edit.set(pod, ["priorityClassName"], placeholder(accepted[0] ?? "default-priority"), {
          before: ["initContainers", "containers"],
        }),
      ],
    },
  ],
});
