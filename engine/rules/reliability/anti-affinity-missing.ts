import { titleOf } from "../../kubernetes/pods.ts";
import { replicasOf } from "../../kubernetes/replicas.ts";
import { canSpread, isSpread, ownLabels, spreadConstraint, spreadPlace } from "../../kubernetes/spreading.ts";
import { number } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

const preferred = ["affinity", "podAntiAffinity", "preferredDuringSchedulingIgnoredDuringExecution"];

export default defineRule({
  id: "anti-affinity-missing",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "kube-linter"],
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
  options: { minimum: number("From how many replicas on they must be kept apart.", 2) },
  on: workloads,

  *check(workload, { options }) {
    const replicas = replicasOf(workload);
    if (replicas === undefined || replicas < options.minimum || isSpread(workload)) return;
    const { pod } = workload;
    // Half-typed.
    if ([pod.at("affinity"), pod.at("topologySpreadConstraints")].some((value) => value?.isNull)) return;
    const data = { title: titleOf(workload), replicas, pod, labels: ownLabels(workload) };
    yield { at: workload.anchor, data };
  },

  message: ({ title, replicas }) =>
    `${title} runs ${replicas} replicas, but nothing keeps them apart, so one failing node may take all of them.`,

  fixes: [
    {
      // Review: pods are placed anew; where nodes are few, they may still share one.
      class: "review",
      title: () => "Spread them over nodes where possible",
      edits: ({ data: { pod, labels } }, edit) =>
        labels && canSpread(pod)
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
