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
import { sentenceList } from "../../text/sentence.ts";
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
    const keys = sentenceList(
      missing.map((key) => `"${key}"`),
      "or",
    );
    const these = missing.length === 1 ? "this label" : "these labels";
    return `${titleOf(resource)} has no ${keys} label, so dashboards and reports that group objects by ${these} leave it out.`;
  },

  fixClasses: ["safe", "review", "template"],
  *fixes({ data: { resource, missing } }, edit, { workspace, uri }) {
    const labels = inferredLabels(resource, workspace, uri);
    const unknown = missing.filter((key) => !labels.has(key));
    if (unknown.length === 0) {
      const isSelected = [...labels.keys()].some((key) => workspace.isLabelSelected(key));
      const title = `Add ${labelsText(labels)}`;
      const edits = setLabels(resource, labels, edit);
      // Safe: it adds labels to the object, not to its pods, and nothing in the workspace selects by them.
      if (!isSelected) yield { class: "safe", title, edits };
      // Review: a selector in the workspace uses such a label and might match the object afterwards.
      else
        yield {
          class: "review",
          title: `${title} (check the selectors that use the same key)`,
          edits,
        };
      return;
    }
    for (const key of unknown) labels.set(key, placeholder(shortKey(key)));
    const title =
      labels.size === 1
        ? `Add the label ${unknown[0]} (fill in its value)`
        : `Add the missing labels (fill in the value of ${sentenceList(unknown.map(shortKey))})`;
    // Template: only the author knows some of the values.
    yield {
      class: "template",
      title,
      edits: setLabels(resource, labels, edit),
    };
  },
});

/** `label app.kubernetes.io/name: shop`, or `the recommended labels name: shop and part-of: mall` */
function labelsText(labels: ReadonlyMap<string, string>): string {
  const [[key, value] = [], ...others] = labels;
  if (others.length === 0) return `the label ${key}: ${value}`;
  return `the recommended labels ${sentenceList([...labels].map((label) => `${shortKey(label[0])}: ${label[1]}`))}`;
}

function shortKey(key: string): string {
  return key.replace(/^.*\//, "");
}

function fullKey(label: string): string {
  return label.includes("/") ? label : recommendedPrefix + label;
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
