import { titleOf } from "../../kubernetes/pods.ts";
import { asSkeleton, type Resource } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, resources } from "../../rule/rule.ts";

export default defineRule({
  id: "annotation-ignored",
  category: "organization",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "Kubernetes ignores an annotation that it once supported.",
  why: "The API server accepts the object, but its pods are not isolated, or its init containers do not run.",
  links: [
    "https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.7.md",
    "https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.8.md",
    "https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies",
    "https://kubernetes.io/docs/concepts/workloads/pods/init-containers/",
  ],
  tags: ["deprecated"],
  lifeCycle: true,
  on: resources,

  *check(resource, { settings }) {
    const title = titleOf(resource);
    const annotation = isNamespace(resource) && resource.root.at("metadata", "annotations")?.child(isolation);
    if (annotation) {
      const consequence = `the pods in ${title} are not isolated`;
      yield { at: annotation, onKey: true, data: { key: isolation, since: "1.7", consequence } };
    }
    const pod = asSkeleton(resource);
    const annotations = pod?.template.at("metadata", "annotations");
    for (const { keys, since, consequence, isReplaced } of ofPods) {
      // If the field is also set, Kubernetes uses the field.
      if (!pod || isReplaced(pod.pod) || !isAtLeast(settings.kubernetesVersion, since)) continue;
      for (const key of keys) {
        const at = annotations?.child(key);
        if (at) yield { at, onKey: true, data: { key, since, consequence: consequence(title) } };
      }
    }
  },

  message: ({ key, since, consequence }) =>
    `Kubernetes has ignored the annotation "${key}" since version ${since}, so ${consequence}.`,
});

/** Isolated the pods of a namespace before NetworkPolicies existed. */
const isolation = "net.beta.kubernetes.io/network-policy";

function isNamespace({ group, kind }: Resource): boolean {
  return group === "" && kind === "Namespace";
}

/** Annotations of pods that became fields. Source: https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/pod/warnings.go */
const ofPods = [
  {
    keys: ["pod.beta.kubernetes.io/init-containers", "pod.alpha.kubernetes.io/init-containers"],
    since: "1.8",
    consequence: (title: string) => `the init containers of ${title} do not run`,
    isReplaced: (pod: Value) => pod.at("initContainers") !== undefined,
  },
  {
    keys: ["scheduler.alpha.kubernetes.io/critical-pod"],
    since: "1.16",
    consequence: (title: string) => `the pods of ${title} have no priority over others`,
    isReplaced: (pod: Value) => (pod.at("priorityClassName") ?? pod.at("priority")) !== undefined,
  },
  {
    keys: ["security.alpha.kubernetes.io/sysctls", "security.alpha.kubernetes.io/unsafe-sysctls"],
    since: "1.11",
    consequence: (title: string) => `the pods of ${title} run with the default kernel parameters`,
    isReplaced: (pod: Value) => pod.at("securityContext", "sysctls") !== undefined,
  },
];
