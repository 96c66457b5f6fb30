import { isRecorded, scopeOf } from "../../kubernetes/kinds.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import {
  applicationName,
  applicationVersion,
  recommendedPrefix,
} from "../../kubernetes/recommended-labels.ts";
import { literal, type Resource } from "../../kubernetes/resource.ts";
import { type EditBuilder, placeholder } from "../../lint/edit.ts";
import { setMetadata } from "../../lint/metadata-edit.ts";
import { names } from "../../lint/options.ts";
import { defineRule, resources } from "../../lint/rule.ts";
import type { WorkspaceView } from "../../workspace/index.ts";

export default defineRule({
  id: "recommended-labels-missing",
  category: "organization",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: { kubescape: ["C-0076", "C-0077"] },
  summary: "An object lacks labels that tools share.",
  why: "Dashboards, cost reports and cleanup jobs find what belongs together by these labels.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/"],
  options: {
    labels: names(
      "Labels that objects must have, without their prefix app.kubernetes.io/ or with another one.",
      ["name"],
    ),
  },
  asksWorkspace: true,
  on: resources,

  *check(resource, { options, workspace, uri }) {
    const { apiVersion, kind, root, anchor } = resource;
    const metadata = root.at("metadata");
    if (scopeOf(apiVersion, kind) !== "namespaced" || isRecorded(kind) || !metadata?.isMap) return;
    const labels = metadata.at("labels");
    const missing = options.labels.map(fullKey).filter((key) => labels?.at(key) === undefined);
    if (missing.length === 0 || workspace.kustomize(uri).labels) return;
    yield { at: anchor, data: { missing, resource } };
  },

  message: ({ resource, missing }) =>
    `${titleOf(resource)} has no ${missing.join(", ")} label, so tools cannot tell what it belongs to.`,

  fixes: [
    {
      // Safe: labels of the object itself, never of its pods, that nothing in the workspace asks for.
      class: "safe",
      title: () => "Add the recommended labels",
      edits: ({ data: { resource, missing } }, edit, { workspace, uri }) =>
        addLabels(resource, missing, edit, workspace, uri, (selected) => !selected),
    },
    {
      // Review: a selector in the workspace asks for such a label and may take the object from now on.
      class: "review",
      title: () => "Add the recommended labels (a selector in the workspace uses one)",
      edits: ({ data: { resource, missing } }, edit, { workspace, uri }) =>
        addLabels(resource, missing, edit, workspace, uri, (selected) => selected),
    },
    {
      // Template: some of the labels that are asked for only a person knows.
      class: "template",
      title: () => "Add the recommended labels (values to fill in)",
      edits: ({ data: { resource, missing } }, edit, { workspace, uri }) => {
        const known = knownLabels(resource, workspace, uri);
        if (missing.every((key) => known.has(key))) return undefined;
        for (const key of missing) if (!known.has(key)) known.set(key, placeholder(key.replace(/^.*\//, "")));
        return setLabels(resource, known, edit);
      },
    },
  ],
});

function fullKey(label: string): string {
  return label.includes("/") ? label : recommendedPrefix + label;
}

/** Adds every label whose value is known, where that is all that is asked for; what only a person could tell is not made up. */
function addLabels(
  resource: Resource,
  missing: readonly string[],
  edit: EditBuilder,
  workspace: WorkspaceView,
  uri: string,
  wanted: (selected: boolean) => boolean,
) {
  const known = knownLabels(resource, workspace, uri);
  if (!missing.every((key) => known.has(key))) return undefined;
  if (!wanted([...known.keys()].some((key) => workspace.isLabelSelected(key)))) return undefined;
  return setLabels(resource, known, edit);
}

/** The recommended labels that the resource lacks and whose values can be told. */
function knownLabels(resource: Resource, workspace: WorkspaceView, uri: string): Map<string, string> {
  const labels = resource.root.at("metadata", "labels");
  const shared = (key: string) => sharedValue(key, workspace, uri);
  const values: readonly (readonly [string, string | undefined])[] = [
    ["name", applicationName(resource)],
    ["instance", literal(labels?.at("release")) ?? shared("instance")],
    ["version", applicationVersion(resource)],
    ["part-of", shared("part-of")],
    ["managed-by", shared("managed-by")],
  ];
  const known = new Map<string, string>();
  for (const [label, value] of values) {
    const key = recommendedPrefix + label;
    if (value !== undefined && labels?.at(key) === undefined) known.set(key, value);
  }
  return known;
}

function setLabels(resource: Resource, values: ReadonlyMap<string, string>, edit: EditBuilder) {
  return [...values].flatMap(([key, value]) => setMetadata(resource.root, "labels", key, value, edit));
}

/** The one value that all objects of the folder have for a label; Helm must mark its own objects itself. */
function sharedValue(label: string, workspace: WorkspaceView, uri: string): string | undefined {
  const value = workspace.folderLabel(uri, recommendedPrefix + label);
  return value === "Helm" || value === "" ? undefined : value;
}
