import { titleOf } from "../../kubernetes/pods.ts";
import { asSkeleton, type Resource } from "../../kubernetes/resource.ts";
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
  on: resources,

  *check(resource) {
    const title = titleOf(resource);
    const annotation = isNamespace(resource) && resource.root.at("metadata", "annotations")?.child(isolation);
    if (annotation) {
      const consequence = `the pods in ${title} are not isolated`;
      yield { at: annotation, onKey: true, data: { key: isolation, since: "1.7", consequence } };
    }
    const pod = asSkeleton(resource);
    // If the field is also set, Kubernetes uses the field.
    if (!pod || pod.pod.at("initContainers")) return;
    const annotations = pod.template.at("metadata", "annotations");
    for (const key of initContainers) {
      const at = annotations?.child(key);
      const consequence = `the init containers of ${title} do not run`;
      if (at) yield { at, onKey: true, data: { key, since: "1.8", consequence } };
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

const initContainers = ["pod.beta.kubernetes.io/init-containers", "pod.alpha.kubernetes.io/init-containers"];
