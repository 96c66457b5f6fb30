import { wildcardMatches } from "../../images/registries.ts";
import { isRecorded } from "../../kubernetes/kinds.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
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
  why: "Whoever looks for an owner, a cost centre or a team by that label does not find this object.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#motivation"],
  asksWorkspace: true,
  on: resources,

  *check(resource, { settings, workspace, uri }) {
    const required = Object.entries(settings.labels.required);
    const metadata = resource.root.at("metadata");
    if (required.length === 0 || isRecorded(resource.kind) || !metadata?.isMap) return;
    const mayBeAdded = workspace.kustomize(uri).labels;
    for (const [key, allowed] of required) {
      const label = metadata.at("labels", key);
      const text = label?.scalar?.text;
      const data = { resource, key, allowed, value: text, object: titleOf(resource) };
      if (label === undefined || text === "") {
        if (!mayBeAdded) yield { at: label ?? resource.anchor, data };
      } else if (text !== undefined && !isTemplated(text) && !isAllowed(text, allowed)) {
        yield { at: label, data };
      }
    }
  },

  message: ({ key, allowed, value, object }) =>
    value
      ? `${object} has the label ${key}: ${value}, where your settings require ${choicesText(allowed)}, so it is not found under what it belongs to.`
      : `${object} has no label ${key}, which your settings require, so it is not found under what it belongs to.`,

  fixes: [
    {
      // Template: which value is right only a person knows.
      class: "template",
      title: ({ key }) => `Set the label ${key}`,
      edits: ({ data: { resource, key, allowed } }, edit) => {
        const [first = "*"] = allowed;
        const value = first.replaceAll("*", "") || key.replace(/^.*\//, "");
        return [setMetadata(resource.root, "labels", key, placeholder(value), edit)];
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
