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
import { flag, number } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

const preferred = ["affinity", "podAntiAffinity", "preferredDuringSchedulingIgnoredDuringExecution"];

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
  summary: "Nothing keeps the replicas of a workload on different nodes.",
  why: "All of them may run on one node, and go with it.",
  links: [
    "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/",
    "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity",
  ],
  options: {
    minimum: number("The number of replicas from which on they must be kept apart.", 2),
    antiAffinityOnly: flag(
      "Accept only an anti-affinity over nodes, and report each of its terms where none keeps the replicas apart.",
      false,
    ),
  },
  on: workloads,

  *check(workload, { options }) {
    const replicas = replicasOf(workload);
    if (replicas === undefined || replicas < options.minimum) return;
    const { pod } = workload;
    const data = { title: titleOf(workload), replicas, pod, labels: ownLabels(workload) };
    if (options.antiAffinityOnly) {
      const terms = antiAffinityTerms(pod);
      if (terms.some((term) => keepsApart(term, workload))) return;
      if (terms.length === 0) yield { at: workload.anchor, data };
      for (const at of terms) yield { at: at.at("topologyKey") ?? at, data };
      return;
    }
    if (isSpread(workload)) return;
    // Half-typed.
    if ([pod.at("affinity"), pod.at("topologySpreadConstraints")].some((value) => value?.isNull)) return;
    yield { at: workload.anchor, data };
  },

  message: ({ title, replicas }) =>
    `${title} runs ${replicas} replicas, but nothing keeps them apart, so one failing node may take all of them.`,

  fixes: [
    {
      // Review: pods are placed anew; where nodes are few, they may still share one.
      class: "review",
      title: () => "Spread them over nodes where possible",
      edits: ({ data: { pod, labels } }, edit, { options }) =>
        labels && !options.antiAffinityOnly && canSpread(pod)
          ? [edit.append(pod, ["topologySpreadConstraints"], spreadConstraint(labels), spreadPlace)]
          : undefined,
    },
    {
      // Review: as above.
      class: "review",
      title: () => "Prefer nodes that have none of them (anti-affinity)",
      edits: ({ data: { pod, labels } }, edit) => {
        if (!labels) return undefined;
        const podAffinityTerm = {
          topologyKey: "kubernetes.io/hostname",
          labelSelector: { matchLabels: labels },
        };
        return [edit.append(pod, preferred, { weight: 100, podAffinityTerm }, spreadPlace)];
      },
    },
  ],
});
