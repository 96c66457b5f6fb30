import { titleOf } from "../../kubernetes/pods.ts";
import { replicasOf } from "../../kubernetes/replicas.ts";
import {
  antiAffinityTerms,
  canSpread,
  isSpread,
  keepsApart,
  ownLabels,
  spreadConstraint,
  spreadPlace,
} from "../../kubernetes/spreading.ts";
import { flag, number } from "../../rule/options.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

const hostname = "kubernetes.io/hostname";
const preferredTerms = ["affinity", "podAntiAffinity", "preferredDuringSchedulingIgnoredDuringExecution"];

export default defineRule({
  id: "anti-affinity-missing",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "kube-linter"],
  presetOptions: { "kube-linter": { antiAffinityOnly: true } },
  peers: {
    "kube-linter": ["no-anti-affinity"],
    "kube-score": ["deployment-has-host-podantiaffinity", "statefulset-has-host-podantiaffinity"],
  },
  summary: "A workload does not spread its replicas across nodes.",
  why: "The scheduler can place all of them on the same node, and then one node failure takes the workload down.",
  links: [
    "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/",
    "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity",
  ],
  options: {
    minimum: number("Report workloads that have at least this many replicas.", 2),
    antiAffinityOnly: flag(
      "Accept only pod anti-affinity by node. If none of a workload's terms separates its replicas, report each term.",
      false,
    ),
  },
  on: workloads,

  *check(workload, { options }) {
    const replicas = replicasOf(workload);
    if (replicas === undefined || replicas < options.minimum) return;
    const { pod } = workload;
    const data = {
      title: titleOf(workload),
      replicas,
      pod,
      labels: ownLabels(workload),
      antiAffinityOnly: options.antiAffinityOnly,
      topologyKey: undefined as string | undefined,
      isTerm: false,
    };
    if (options.antiAffinityOnly) {
      const terms = antiAffinityTerms(pod);
      if (terms.some((term) => keepsApart(term, workload))) return;
      if (terms.length === 0) yield { at: workload.anchor, data };
      for (const term of terms) {
        const topologyKey = term.at("topologyKey");
        yield {
          at: topologyKey ?? term,
          data: { ...data, isTerm: true, topologyKey: topologyKey?.string },
        };
      }
      return;
    }
    if (isSpread(workload)) return;
    // The user is still typing.
    if ([pod.at("affinity"), pod.at("topologySpreadConstraints")].some((value) => value?.isNull)) return;
    yield { at: workload.anchor, data };
  },

  message: ({ title, replicas, antiAffinityOnly, isTerm, topologyKey }) => {
    if (isTerm && topologyKey !== undefined && topologyKey !== hostname)
      return `A pod anti-affinity term of ${title} uses topologyKey "${topologyKey}", so it does not separate the ${replicas} replicas by node.`;
    if (isTerm)
      return `A pod anti-affinity term of ${title} does not select its own pods, so its ${replicas} replicas can share a node.`;
    // A topology spread constraint can also spread them.
    if (antiAffinityOnly)
      return `${title} runs ${replicas} replicas but has no pod anti-affinity, so they can share a node.`;
    return `${title} runs ${replicas} replicas but does not spread them across nodes, so one node failure can take them all down.`;
  },

  fixClasses: ["review"],
  *fixes({ data: { pod, labels } }, edit, { options }) {
    if (labels && !options.antiAffinityOnly && canSpread(pod)) {
      // Review: the pods are rescheduled. If there are few nodes, they can still share one.
      yield {
        class: "review",
        title: "Add a topology spread constraint (spreads pods across nodes where possible)",
        edits: [edit.append(pod, ["topologySpreadConstraints"], spreadConstraint(labels), spreadPlace)],
      };
    }

    if (!labels) return;
    const podAffinityTerm = {
      topologyKey: hostname,
      labelSelector: { matchLabels: labels },
    };
    // Review: as above.
    yield {
      class: "review",
      title: "Add pod anti-affinity (prefers nodes without another replica)",
      edits: [edit.append(pod, preferredTerms, { weight: 100, podAffinityTerm }, spreadPlace)],
    };
  },
});
