import { placeholder } from "../../edits/edit.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { literal } from "../../kubernetes/resource.ts";
import { flag, names } from "../../rule/options.ts";
import { defineRule, workloads } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";

export default defineRule({
  id: "priority-class-missing",
  category: "reliability",
  severity: "hint",
  since: "0.1.0",
  // Priorities are a decision for the whole cluster, and many clusters do not use them.
  presets: [],
  presetOptions: {
    "kube-linter": { required: false, accepted: ["system-cluster-critical", "system-node-critical"] },
  },
  peers: { "kube-linter": ["priority-class-name"], polaris: ["priorityClassNotSet"] },
  summary: "A pod has no priority class, or one that is not allowed.",
  why: "On a full cluster, the priority decides which pods run and which pods are preempted.",
  links: ["https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/"],
  options: {
    required: flag("Report pods without a priorityClassName.", true),
    accepted: names("The allowed priority classes. If the list is empty, every class is allowed."),
  },
  on: workloads,

  *check(workload, { options: { required, accepted } }) {
    const { kind, pod, anchor } = workload;
    const at = pod.at("priorityClassName");
    const name = literal(at);
    const title = titleOf(workload);
    if (isUnset(pod, "priorityClassName")) {
      if (required) yield { at: anchor, data: { title, kind, pod, name, accepted } };
    } else if (at && name !== undefined && accepted.length > 0 && !accepted.includes(name)) {
      yield { at, data: { title, kind, pod, name, accepted } };
    }
  },

  message: ({ title, kind, name, accepted }) => {
    const quoted = accepted.map((text) => `"${text}"`);
    return name === undefined
      ? `${title} has no priorityClassName, so on a full cluster, pods with a higher priority can preempt ${kind === "Pod" ? "it" : "its pods"}.`
      : `${title} uses priority class "${name}", but only ${sentenceList(quoted)} ${accepted.length === 1 ? "is" : "are"} allowed.`;
  },

  fixClasses: ["template"],
  *fixes({ data: { accepted, pod } }, edit) {
    // Template: only the user can decide how important it is.
    yield {
      class: "template",
      title: accepted[0] ? `Set priorityClassName to ${accepted[0]}` : "Set priorityClassName",
      edits: [
        edit.set(pod, ["priorityClassName"], placeholder(accepted[0] ?? "default-priority"), {
          before: ["initContainers", "containers"],
        }),
      ],
    };
  },
});
