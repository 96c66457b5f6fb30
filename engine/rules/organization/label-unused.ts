import { scopeOf } from "../../kubernetes/kinds.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { asWorkload } from "../../kubernetes/resource.ts";
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
    const { apiVersion, kind, root } = resource;
    if (scopeOf(apiVersion, kind) === "unknown" || selectedElsewhere.has(kind)) return;
    const template = asWorkload(resource)?.template;
    // The downward API can expose all labels of the pod to its containers.
    const exposesLabels = /fieldPath:\s*["']?metadata\.labels["']?\s*(?:[,}\n]|$)/.test(
      resource.document.text,
    );
    if (exposesLabels && kind === "Pod") return;
    const metadata = root.at("metadata");
    const places = exposesLabels || kind === "Pod" ? [metadata] : [metadata, template?.at("metadata")];
    // Labels that the settings require are used.
    const required = Object.keys(settings.labels.required);
    const allowed = [...options.allow, ...required, ownerKey(settings.owners)?.key];
    for (const place of places) {
      for (const { name, value } of place?.at("labels")?.entries() ?? []) {
        // Keys with a prefix belong to tools.
        if (name.includes("/") || allowed.includes(name) || setByControllers.has(name)) continue;
        if (!place || !value.scalar || workspace.isLabelSelected(name)) continue;
        yield {
          at: value,
          onKey: true,
          data: { title: titleOf(resource), name, value, metadata: place, isOfPods: place !== metadata },
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
