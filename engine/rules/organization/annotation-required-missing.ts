import { placeholder } from "../../edits/edit.ts";
import { setMetadata } from "../../edits/metadata.ts";
import { isRecorded, scopeOf } from "../../kubernetes/kinds.ts";
import { metadataEntry } from "../../kubernetes/metadata-entry.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { names } from "../../rule/options.ts";
import { defineRule, inWorkspace, resources } from "../../rule/rule.ts";

export default defineRule({
  id: "annotation-required-missing",
  category: "organization",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-linter": ["required-annotation-email"] },
  summary: "An object is missing an annotation that your settings require.",
  why: "People and tools that look up a contact, a runbook or an owner in this annotation do not find it.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/"],
  options: { annotations: names("Keys of the annotations that every object must have.") },
  on: inWorkspace(resources),

  *check(resource, { options: { annotations }, workspace, uri }) {
    const { apiVersion, kind, root, anchor } = resource;
    if (annotations.length === 0 || isRecorded(kind) || scopeOf(apiVersion, kind) === "unknown") return;
    if (workspace.kustomize(uri).annotations) return;
    for (const key of annotations) {
      const entry = metadataEntry(root, "annotations", key);
      if (entry?.text === "")
        yield { at: entry.at ?? anchor, data: { object: titleOf(resource), key, root, isEmpty: !!entry.at } };
    }
  },

  message: ({ object, key }) => `${object} has no annotation "${key}", which your settings require.`,

  fixClasses: ["template"],
  *fixes({ data: { key, isEmpty, root } }, edit) {
    // Template: only the author knows the value.
    yield {
      class: "template",
      title: `${isEmpty ? "Set" : "Add"} annotation ${key}`,
      edits: setMetadata(root, "annotations", key, placeholder(key.replace(/^.*\//, "")), edit),
    };
  },
});
