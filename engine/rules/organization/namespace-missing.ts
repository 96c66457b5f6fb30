import { type EditBuilder, placeholder } from "../../edits/edit.ts";
import { scopeOf } from "../../kubernetes/kinds.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, inWorkspace, resources } from "../../rule/rule.ts";
import type { WorkspaceView } from "../../workspace/index.ts";

export default defineRule({
  id: "namespace-missing",
  category: "organization",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: {
    "kube-linter": ["use-namespace"],
    trivy: ["KSV-0110"],
    checkov: ["CKV_K8S_21"],
    kubescape: ["C-0061", "C-0212"],
  },
  standards: { cis: ["5.6.1", "5.6.4"], nsa: ["Namespaces"] },
  summary: "A namespaced object has no namespace.",
  why: "kubectl creates the object in the namespace of its current context, which is often default.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/"],
  on: inWorkspace(resources),

  *check({ apiVersion, kind, root, anchor }, { workspace, settings, uri }) {
    const metadata = root.at("metadata");
    if (scopeOf(apiVersion, kind) !== "namespaced" || !metadata?.isMap || metadata.at("namespace")) return;
    if (workspace.kustomize(uri).namespace) return;
    const name = metadata.at("name")?.string;
    yield { at: anchor, data: { kind, name, root, chosen: settings.namespaces.default } };
  },

  message: ({ kind, name }) =>
    `${name === undefined ? `This ${kind}` : `${kind} "${name}"`} has no namespace, so it is created in whatever namespace kubectl is using.`,

  fixClasses: ["review", "template"],
  *fixes({ data: { chosen, root } }, edit, { workspace, uri }) {
    // Review: the object might already exist in a different namespace.
    yield {
      class: "review",
      title: `Set namespace to ${chosen}`,
      edits: chosen === "" ? undefined : add(root, chosen, edit),
    };
    {
      const namespace = chosen === "" ? onlyNamespace(workspace, uri) : undefined;
      if (namespace !== undefined) {
        // Review: as above, and the object might not belong to the namespace of the neighboring files.
        yield {
          class: "review",
          title: `Set namespace to ${namespace}, which other objects in this folder use`,
          edits: add(root, namespace, edit),
        };
      }
    }
    if (chosen === "" && onlyNamespace(workspace, uri) === undefined) {
      // Template: only the author knows the right namespace.
      yield {
        class: "template",
        title: "Add a namespace",
        edits: add(root, placeholder("my-namespace"), edit),
      };
    }
  },
});

function add(root: Value, namespace: string, edit: EditBuilder) {
  return [edit.set(root, ["metadata", "namespace"], namespace, { after: ["name", "generateName"] })];
}

/**
 * The only namespace of the objects in a file's folder, unless it is `default`, which is rarely a deliberate choice.
 */
function onlyNamespace(workspace: WorkspaceView, uri: string): string | undefined {
  const namespace = workspace.folderNamespace(uri);
  return namespace === "default" ? undefined : namespace;
}
