import { containersOf, nameOf, quotedName } from "../../kubernetes/containers.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import type { Workload } from "../../kubernetes/resource.ts";
import { flag } from "../../rule/options.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "image-missing",
  category: "images",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  presetOptions: { "kube-linter": { every: true } },
  peers: { "kube-linter": ["latest-tag"] },
  summary: "A container has no image.",
  why: "The API server rejects a workload in which a container has no image.",
  links: ["https://kubernetes.io/docs/concepts/containers/images/"],
  options: {
    every: flag("Also report partial workloads, such as patches, whose image is set elsewhere.", false),
  },
  on: inWorkspace(workloads),

  *check(workload, { options, workspace, uri }) {
    const isPartial = !isWhole(workload) || isFilledIn(workload) || workspace.kustomize(uri).patch;
    if (isPartial && !options.every) return;
    for (const container of containersOf(workload)) {
      // Istio's injector sets the image of its container.
      if (!isUnset(container.value, "image") || (container.name === "istio-proxy" && !options.every))
        continue;
      yield { at: nameOf(container), data: { name: quotedName(container), kind: workload.kind } };
    }
  },

  message: ({ name, kind }) => `Container ${name} has no image, so the API server rejects the ${kind}.`,
});

/** Fields that every object of a kind must have and that a patch rarely repeats. */
const required: Readonly<Record<string, readonly string[]>> = {
  CronJob: ["schedule"],
  DaemonSet: ["selector"],
  Deployment: ["selector"],
  ReplicaSet: ["selector"],
  StatefulSet: ["selector"],
};

function isWhole({ kind, root, pod, template }: Workload): boolean {
  const fields = required[kind];
  if (kind === "Job") return !isUnset(pod, "restartPolicy");
  if (kind === "Pod") return !isUnset(root, "metadata", "name");
  if (!fields?.every((field) => !isUnset(root, "spec", field))) return false;
  return kind === "CronJob" || 0 < (template.at("metadata", "labels")?.entries().length ?? 0);
}

/** OpenShift sets the images of workloads with this annotation for image streams. */
function isFilledIn({ root }: Workload): boolean {
  return root.at("metadata", "annotations", "image.openshift.io/triggers") !== undefined;
}
