import { scopeOf } from "../../kubernetes/kinds.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { asWorkload, type Resource } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { names } from "../../rule/options.ts";
import { defineRule, inWorkspace, resources } from "../../rule/rule.ts";
import { ownerKey } from "../shared/owners.ts";

/** Labels that controllers set. Manifests that were exported from a cluster contain them. */
const setByControllers: ReadonlySet<string> = new Set([
  "controller-revision-hash",
  "controller-uid",
  "job-name",
  "pod-template-generation",
  "pod-template-hash",
]);

/** Kinds that tools outside the workspace often select by label: sidecars, operators, admission webhooks. */
const selectedElsewhere: ReadonlySet<string> = new Set([
  "Namespace",
  "Node",
  "ConfigMap",
  "Secret",
  "PersistentVolume",
]);

export default defineRule({
  id: "label-unused",
  category: "organization",
  severity: "hint",
  since: "0.1.0",
  presets: ["strict"],
  summary: "Nothing in the workspace selects by a label.",
  why: "Labels identify objects, and any selector can match them. Information that is not used to select objects belongs in annotations.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/"],
  options: {
    allow: names("Label keys that people and tools outside the workspace select by.", [
      "app",
      "application",
      "chart",
      "component",
      "cost-center",
      "customer",
      "env",
      "environment",
      "heritage",
      "instance",
      "k8s-app",
      "name",
      "owner",
      "product",
      "project",
      "region",
      "release",
      "role",
      "run",
      "service",
      "squad",
      "stage",
      "system",
      "team",
      "tenant",
      "tier",
      "track",
      "type",
      "version",
    ]),
  },
  tags: ["unnecessary"],
  on: inWorkspace(resources),

  *check(resource, { options, settings, workspace }) {
    const { apiVersion, kind } = resource;
    if (scopeOf(apiVersion, kind) === "unknown" || selectedElsewhere.has(kind)) return;
    // Labels that the settings require are used.
    const required = Object.keys(settings.labels.required);
    const allowed = [...options.allow, ...required, ownerKey(settings.owners)?.key];
    const isUsed = (name: string) =>
      // Keys with a prefix belong to tools.
      name.includes("/") ||
      allowed.includes(name) ||
      setByControllers.has(name) ||
      workspace.isLabelSelected(name);
    for (const { metadata, isOfPods } of unexposedMetadata(resource)) {
      for (const { name, value } of metadata.at("labels")?.entries() ?? []) {
        if (!value.scalar || isUsed(name)) continue;
        yield {
          at: value,
          onKey: true,
          data: { title: titleOf(resource), name, value, metadata, isOfPods },
        };
      }
    }
  },

  message: ({ title, name, isOfPods }) =>
    `${isOfPods ? `The pod template of ${title}` : title} has the label "${name}", but no selector in this workspace uses it, so it can be an annotation instead.`,

  fixClasses: ["review"],
  *fixes({ at, data: { name, value, metadata } }, edit) {
    if (metadata.at("annotations", name) === undefined && value.scalar) {
      // Review: users or tools outside the workspace might select by it.
      yield {
        class: "review",
        title: `Move label "${name}" to annotations`,
        edits: [
          edit.set(metadata, ["annotations", name], value.scalar.text, { before: ["labels"] }),
          edit.remove(at),
        ],
      };
    }
  },
});

interface LabelPlace {
  readonly metadata: Value;
  /** Whether it is the metadata of a pod template. */
  readonly isOfPods: boolean;
}

/** The metadata of an object and of its pods, unless the pods' containers can read the labels. */
function unexposedMetadata(resource: Resource): readonly LabelPlace[] {
  // The downward API can expose all labels of the pod to its containers.
  const isExposed = /fieldPath:\s*["']?metadata\.labels["']?\s*(?:[,}\n]|$)/.test(resource.document.text);
  const isPod = resource.kind === "Pod";
  const ofObject = isPod && isExposed ? undefined : resource.root.at("metadata");
  const ofPods = isPod || isExposed ? undefined : asWorkload(resource)?.template.at("metadata");
  return [
    ...(ofObject ? [{ metadata: ofObject, isOfPods: false }] : []),
    ...(ofPods ? [{ metadata: ofPods, isOfPods: true }] : []),
  ];
}
