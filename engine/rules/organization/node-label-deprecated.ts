import { titleOf } from "../../kubernetes/pods.ts";
import type { Workload } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { valuesAt } from "../../kubernetes/values-at.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "node-label-deprecated",
  category: "organization",
  severity: "hint",
  since: "0.1.0",
  presets: ["strict"],
  summary: "A pod selects nodes by a deprecated label.",
  why: "The API server warns about these labels. A pod cannot be scheduled once nodes no longer have them.",
  links: [
    "https://kubernetes.io/docs/reference/labels-annotations-taints/",
    "https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/node/util.go",
  ],
  tags: ["deprecated"],
  lifeCycle: true,
  on: workloads,

  *check(workload, { settings }) {
    if (!isAtLeast(settings.kubernetesVersion, "1.17")) return;
    const title = titleOf(workload);
    for (const { at, label, isKey } of namesOf(workload)) {
      const instead = successors.get(label);
      if (instead === undefined) continue;
      const current = isKey ? at.parent?.at(instead) : undefined;
      yield { at, onKey: isKey, data: { title, label, instead, isKey, current } };
    }
  },

  message: ({ title, label, instead }) =>
    `${title} selects nodes by the deprecated label "${label}", which is now "${instead}".`,

  fixClasses: ["review"],
  *fixes({ at, data: { label, instead, isKey, current } }, edit) {
    // Review: the pods are replaced, and nodes that someone labels by hand might not have the new label.
    if (current && current.string === at.string)
      yield { class: "review", title: `Remove ${label}`, edits: [edit.remove(at)] };
    if (current === undefined)
      yield {
        class: "review",
        title: `Use ${instead}`,
        edits: [isKey ? edit.renameKey(at, instead) : edit.setValue(at, instead)],
      };
  },
});

const successors: ReadonlyMap<string, string> = new Map([
  ["beta.kubernetes.io/arch", "kubernetes.io/arch"],
  ["beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"],
  ["beta.kubernetes.io/os", "kubernetes.io/os"],
  ["failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"],
  ["failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"],
]);

const required = "requiredDuringSchedulingIgnoredDuringExecution";
const preferred = "preferredDuringSchedulingIgnoredDuringExecution";

/** All fields whose value is the name of a node label. */
const places: readonly string[] = [
  `affinity.nodeAffinity.${required}.nodeSelectorTerms.*.matchExpressions.*.key`,
  `affinity.nodeAffinity.${preferred}.*.preference.matchExpressions.*.key`,
  ...["podAffinity", "podAntiAffinity"].flatMap((kind) => [
    `affinity.${kind}.${required}.*.topologyKey`,
    `affinity.${kind}.${preferred}.*.podAffinityTerm.topologyKey`,
  ]),
  "topologySpreadConstraints.*.topologyKey",
];

interface LabelName {
  readonly at: Value;
  readonly label: string;
  /** Whether the label is the key of `at`, not its value. */
  readonly isKey: boolean;
}

function namesOf({ pod }: Workload): readonly LabelName[] {
  const selected = pod.at("nodeSelector")?.entries() ?? [];
  return [
    ...selected.map(({ name, value }) => ({ at: value, label: name, isKey: true })),
    ...places
      .flatMap((place) => valuesAt(pod, place))
      .map((at) => ({ at, label: at.string ?? "", isKey: false })),
  ];
}
