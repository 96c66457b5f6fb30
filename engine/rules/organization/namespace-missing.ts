import { scopeOf } from "../../kubernetes/kinds.ts";
import type { Value } from "../../kubernetes/value.ts";
import { type EditBuilder, placeholder } from "../../lint/edit.ts";
import { defineRule, resources } from "../../lint/rule.ts";
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
  summary: "An object that lives in a namespace names none.",
  why: "It lands in whatever namespace the client happens to be set to, which is default more often than not.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/"],
  asksWorkspace: true,
  on: resources,

  *check({ apiVersion, kind, root, anchor }, { workspace, settings, uri }) {
    const metadata = root.at("metadata");
    if (scopeOf(apiVersion, kind) !== "namespaced" || !metadata?.isMap || metadata.at("namespace")) return;
    if (workspace.kustomize(uri).namespace) return;
    const name = metadata.at("name")?.string;
    yield { at: anchor, data: { kind, name, root, chosen: settings.namespaces.default } };
  },

  message: ({ kind, name }) =>
    `${kind}${name === undefined ? "" : ` "${name}"`} names no namespace, so it lands in whichever one the client is set to.`,

  fixes: [
    {
      // Review: where the object went until now is unknown, so this may move it.
      class: "review",
      title: ({ chosen }) => `Add the namespace ${chosen}`,
      edits: ({ data: { root, chosen } }, edit) => (chosen === "" ? undefined : add(root, chosen, edit)),
    },
    {
      // Review: as above, and that it belongs where its neighbors are is an assumption.
      class: "review",
      title: () => "Add the namespace that its folder uses",
      edits: ({ data: { root, chosen } }, edit, { workspace, uri }) => {
        const namespace = chosen === "" ? onlyNamespace(workspace, uri) : undefined;
        return namespace === undefined ? undefined : add(root, namespace, edit);
      },
    },
    {
      // Template: which namespace it belongs to is a person's decision.
      class: "template",
      title: () => "Add a namespace",
      edits: ({ data: { root, chosen } }, edit, { workspace, uri }) =>
        chosen === "" && onlyNamespace(workspace, uri) === undefined
          ? add(root, placeholder("my-namespace"), edit)
          : undefined,
    },
  ],
});

function add(root: Value, namespace: string, edit: EditBuilder) {
  return [edit.set(root, ["metadata", "namespace"], namespace, { after: ["name", "generateName"] })];
}

/** The one namespace that objects in a file's folder have, unless it is `default`, which nobody chose. */
function onlyNamespace(workspace: WorkspaceView, uri: string): string | undefined {
  const namespace = workspace.folderNamespace(uri);
  return namespace === "default" ? undefined : namespace;
}
