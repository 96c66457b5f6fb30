import { wildcardMatches } from "../../images/registries.ts";
import { isRecorded } from "../../kubernetes/kinds.ts";
import { metadataEntry } from "../../kubernetes/metadata-entry.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { placeholder } from "../../lint/edit.ts";
import { setMetadata } from "../../lint/metadata-edit.ts";
import { defineRule, resources } from "../../lint/rule.ts";

export default defineRule({
  id: "label-required-missing",
  category: "organization",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-linter": ["required-label-owner"], kubescape: ["C-0076"] },
  summary: "An object lacks a label that your settings require, or has another value.",
  why: "Whoever looks for an owner, a cost center or a team by that label does not find this object.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#motivation"],
  asksWorkspace: true,
  on: resources,

  *check(resource, { settings, workspace, uri }) {
    const required = Object.entries(settings.labels.required);
    if (required.length === 0 || isRecorded(resource.kind)) return;
    const mayBeAdded = workspace.kustomize(uri).labels;
    for (const [key, allowed] of required) {
      const label = metadataEntry(resource.root, "labels", key);
      if (!label || (label.text === "" ? mayBeAdded : isAllowed(label.text, allowed))) continue;
      yield { at: label.at ?? resource.anchor, data: { resource, key, allowed, value: label.text } };
    }
  },

  message: ({ resource, key, allowed, value }) =>
    value
      ? `${titleOf(resource)} has the label ${key}: ${value}, where your settings require ${choicesText(allowed)}, so it is not found under what it belongs to.`
      : `${titleOf(resource)} has no label ${key}, which your settings require, so it is not found under what it belongs to.`,

  fixes: [
    {
      // Template: which value is right only a person knows.
      class: "template",
      title: ({ key }) => `Set the label ${key}`,
      edits: ({ data: { resource, key, allowed } }, edit) => {
        const [first = "*"] = allowed;
        const value = first.replaceAll("*", "") || key.replace(/^.*\//, "");
        return setMetadata(resource.root, "labels", key, placeholder(value), edit);
      },
    },
  ],
});

function isAllowed(value: string, allowed: readonly string[]): boolean {
  return allowed.length === 0 || allowed.some((pattern) => wildcardMatches(pattern, value));
}

function choicesText(allowed: readonly string[]): string {
  return allowed.length === 1 ? `${allowed[0]}` : `one of ${allowed.join(", ")}`;
}
