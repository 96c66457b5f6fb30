import { type EditBuilder, placeholder } from "../../edits/edit.ts";
import { setMetadata } from "../../edits/metadata.ts";
import { isRecorded, scopeOf } from "../../kubernetes/kinds.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import {
  applicationName,
  applicationVersion,
  recommendedPrefix,
} from "../../kubernetes/recommended-labels.ts";
import { literal, type Resource } from "../../kubernetes/resource.ts";
import { names } from "../../rule/options.ts";
import { defineRule, inWorkspace, resources } from "../../rule/rule.ts";
import type { WorkspaceView } from "../../workspace/index.ts";

export default defineRule({
  id: "recommended-labels-missing",
  category: "organization",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: { kubescape: ["C-0076", "C-0077"] },
  summary: "An object is missing recommended labels.",
  why: "Dashboards, cost reports and other tools use these labels to find the objects of an application.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/"],
  options: {
    labels: names(
      "Labels that objects must have. Names without a prefix get the prefix app.kubernetes.io/.",
      ["name"],
    ),
  },
  on: inWorkspace(resources),

  *check(resource, { options, workspace, uri }) {
    const { apiVersion, kind, root, anchor } = resource;
    const metadata = root.at("metadata");
    if (scopeOf(apiVersion, kind) !== "namespaced" || isRecorded(kind) || !metadata?.isMap) return;
    const labels = metadata.at("labels");
    const missingKeys = options.labels.map(fullKey).filter((key) => labels?.at(key) === undefined);
    if (missingKeys.length === 0 || workspace.kustomize(uri).labels) return;
    yield { at: anchor, data: { missing: missingKeys, resource } };
  },

  message: ({ resource, missing }) => {
    const [labels, them] = missing.length === 1 ? ["label", "it"] : ["labels", "them"];
    const keys = missing.map((key) => `"${key}"`).join(" and ");
    return `${titleOf(resource)} has no ${labels} ${keys}, so dashboards and reports that group by ${them} miss this object.`;
  },

  fixClasses: ["safe", "review", "template"],
  *fixes({ data: { resource, missing } }, edit, { workspace, uri }) {
    // Safe: it adds labels to the object, not to its pods, and nothing in the workspace selects by them.
    yield {
      class: "safe",
      title: "Add the recommended labels",
      edits: addLabels(resource, missing, edit, workspace, uri, (isSelected) => !isSelected),
    };
    // Review: a selector in the workspace uses such a label and might match the object afterwards.
    yield {
      class: "review",
      title: "Add the recommended labels (a selector in the workspace uses one of them)",
      edits: addLabels(resource, missing, edit, workspace, uri, (isSelected) => isSelected),
    };

    const labels = inferredLabels(resource, workspace, uri);
    if (missing.every((key) => labels.has(key))) return;
    for (const key of missing) if (!labels.has(key)) labels.set(key, placeholder(key.replace(/^.*\//, "")));
    // Template: only the author knows some of the values.
    yield {
      class: "template",
      title: "Add the recommended labels (some values must be filled in)",
      edits: setLabels(resource, labels, edit),
    };
  },
});

function fullKey(label: string): string {
  return label.includes("/") ? label : recommendedPrefix + label;
}

/** Adds all labels whose values can be inferred, if those include all missing ones. */
function addLabels(
  resource: Resource,
  missingKeys: readonly string[],
  edit: EditBuilder,
  workspace: WorkspaceView,
  uri: string,
  isOffered: (isSelected: boolean) => boolean,
) {
  const labels = inferredLabels(resource, workspace, uri);
  if (!missingKeys.every((key) => labels.has(key))) return undefined;
  if (!isOffered([...labels.keys()].some((key) => workspace.isLabelSelected(key)))) return undefined;
  return setLabels(resource, labels, edit);
}

/** The recommended labels that are missing and whose values can be inferred. */
function inferredLabels(resource: Resource, workspace: WorkspaceView, uri: string): Map<string, string> {
  const labels = resource.root.at("metadata", "labels");
  const shared = (key: string) => sharedValue(key, workspace, uri);
  const values: readonly (readonly [string, string | undefined])[] = [
    ["name", applicationName(resource)],
    ["instance", literal(labels?.at("release")) ?? shared("instance")],
    ["version", applicationVersion(resource)],
    ["part-of", shared("part-of")],
    ["managed-by", shared("managed-by")],
  ];
  const inferred = new Map<string, string>();
  for (const [label, value] of values) {
    const key = recommendedPrefix + label;
    if (value !== undefined && labels?.at(key) === undefined) inferred.set(key, value);
  }
  return inferred;
}

function setLabels(resource: Resource, values: ReadonlyMap<string, string>, edit: EditBuilder) {
  return [...values].flatMap(([key, value]) => setMetadata(resource.root, "labels", key, value, edit));
}

/** The value of a label if all objects in the folder have the same; only Helm can mark its own objects. */
function sharedValue(label: string, workspace: WorkspaceView, uri: string): string | undefined {
  const value = workspace.folderLabel(uri, recommendedPrefix + label);
  return value === "Helm" || value === "" ? undefined : value;
}
