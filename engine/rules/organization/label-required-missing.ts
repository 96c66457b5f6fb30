import { placeholder } from "../../edits/edit.ts";
import { setMetadata } from "../../edits/metadata.ts";
import { wildcardMatches } from "../../images/registries.ts";
import { isRecorded } from "../../kubernetes/kinds.ts";
import { metadataEntry } from "../../kubernetes/metadata-entry.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, inWorkspace, resources } from "../../rule/rule.ts";

export default defineRule({
  id: "label-required-missing",
  category: "organization",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-linter": ["required-label-owner"], kubescape: ["C-0076"] },
  summary: "An object is missing a label that your settings require, or its value is not allowed.",
  why: "Reports and queries that group objects by this label, such as by owner, team or cost center, miss the object.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#motivation"],
  on: inWorkspace(resources),

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
      ? `${titleOf(resource)} sets label "${key}" to "${value}", but your settings allow only ${choicesText(allowed)}.`
      : `${titleOf(resource)} has no label "${key}", which your settings require.`,

  fixClasses: ["template"],
  *fixes({ data: { key, value, resource, allowed } }, edit) {
    const [first = "*"] = allowed;
    const suggestion = first.replaceAll("*", "") || key.replace(/^.*\//, "");
    // Template: only the author knows the value.
    yield {
      class: "template",
      title: value ? `Set label ${key} to another value` : `Add label ${key}`,
      edits: setMetadata(resource.root, "labels", key, placeholder(suggestion), edit),
    };
  },
});

function isAllowed(value: string, allowed: readonly string[]): boolean {
  return allowed.length === 0 || allowed.some((pattern) => wildcardMatches(pattern, value));
}

function choicesText(allowed: readonly string[]): string {
  const values = allowed.map((value) => `"${value}"`);
  return values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}
