import { scopeOf } from "../../kubernetes/kinds.ts";
import { asWorkload } from "../../kubernetes/resource.ts";
import { names } from "../../lint/options.ts";
import { ownerKey } from "../../lint/owners.ts";
import { defineRule, resources } from "../../lint/rule.ts";

/** Labels that controllers write, so they stand in what was copied out of a cluster; which is no choice of its author. */
const written: ReadonlySet<string> = new Set([
  "controller-revision-hash",
  "controller-uid",
  "job-name",
  "pod-template-generation",
  "pod-template-hash",
]);

/** Kinds that tools outside of the workspace pick by labels of their choosing: sidecars, operators, admission. */
const picked: ReadonlySet<string> = new Set(["Namespace", "Node", "ConfigMap", "Secret", "PersistentVolume"]);

export default defineRule({
  id: "label-unused",
  category: "organization",
  severity: "hint",
  since: "0.1.0",
  presets: ["strict"],
  summary: "A label that nothing in the workspace selects by.",
  why: "Labels are indexed and may be selected by anything; what only people read belongs to the annotations.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/"],
  options: {
    allow: names("Keys that people and tools outside of the workspace select by.", [
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
  asksWorkspace: true,
  on: resources,

  *check(resource, { options, settings, workspace }) {
    const { apiVersion, kind, root } = resource;
    if (scopeOf(apiVersion, kind) === "unknown" || picked.has(kind)) return;
    const template = asWorkload(resource)?.template;
    // The downward API may hand all labels of the pod to its process.
    const hidden = /fieldPath:\s*["']?metadata\.labels["']?\s*(?:[,}\n]|$)/.test(resource.document.text);
    const own = root.at("metadata");
    const places = hidden || kind === "Pod" ? [own] : [own, template?.at("metadata")];
    if (hidden && kind === "Pod") return;
    // What the settings ask for has its readers.
    const required = Object.keys(settings.labels.required);
    const allowed = [...options.allow, ...required, ownerKey(settings.owners)?.key];
    for (const metadata of places) {
      for (const { name, value } of metadata?.at("labels")?.entries() ?? []) {
        // A prefix is the mark of a tool, which knows what it is for.
        if (name.includes("/") || allowed.includes(name) || written.has(name)) continue;
        if (!metadata || !value.scalar || workspace.isLabelSelected(name)) continue;
        yield { at: value, onKey: true, data: { name, value, metadata } };
      }
    }
  },

  message: ({ name }) =>
    `Nothing in this workspace selects by the label "${name}", so it may as well be an annotation.`,

  fixes: [
    {
      // Review: a person or a tool outside of the workspace may select by it.
      class: "review",
      title: () => "Move it to the annotations",
      edits: ({ at, data: { name, value, metadata } }, edit) =>
        metadata.at("annotations", name) === undefined && value.scalar
          ? [
              edit.set(metadata, ["annotations", name], value.scalar.text, { before: ["labels"] }),
              edit.remove(at),
            ]
          : undefined,
    },
  ],
});
