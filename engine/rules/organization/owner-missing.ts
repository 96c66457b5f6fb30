import { titleOf } from "../../kubernetes/pods.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import type { EditBuilder, MaybeChange } from "../../lint/edit.ts";
import { setMetadata } from "../../lint/metadata-edit.ts";
import { chooseOwner, type Ownership, ownerKeyText, ownershipOf } from "../../lint/owners.ts";
import { defineRule, resources } from "../../lint/rule.ts";
import type { WorkspaceView } from "../../workspace/index.ts";

/** Kinds that others pick by labels, mostly from outside of the workspace: policies, schedulers and claims. */
const picked: ReadonlySet<string> = new Set(["Namespace", "Node", "PersistentVolume", "Pod"]);

export default defineRule({
  id: "owner-missing",
  category: "organization",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An object does not say who looks after it, where your settings have owners.",
  why: "Whoever finds it broken, costly or in the way knows nobody to ask.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#motivation"],
  asksWorkspace: true,
  on: resources,

  *check(resource, context) {
    const owner = ownershipOf(resource, context);
    if (owner?.text !== "" || context.workspace.kustomize(context.uri)[owner.field]) return;
    yield { at: owner.at ?? resource.anchor, data: { resource, owner } };
  },

  message: ({ resource, owner }) =>
    `${titleOf(resource)} has no ${ownerKeyText(owner)}, so nobody can tell who looks after it.`,

  fixes: [
    {
      // Safe: annotations that name an owner are for people, and nothing here selects by such a label.
      class: "safe",
      title: ({ owner }) => `Set the ${ownerKeyText(owner)} to ${owner.only}`,
      edits: ({ data }, edit, { workspace }) =>
        mayBeSelected(data, workspace) ? undefined : setOnly(data, edit),
    },
    {
      // Review: what selects by the label takes the object from now on.
      class: "review",
      title: ({ owner }) => `Set the ${ownerKeyText(owner)} to ${owner.only}`,
      edits: ({ data }, edit, { workspace }) =>
        mayBeSelected(data, workspace) ? setOnly(data, edit) : undefined,
    },
    {
      // Template: who of several looks after it only a person knows.
      class: "template",
      title: ({ owner }) => `Set the ${ownerKeyText(owner)}`,
      edits: ({ data: { resource, owner } }, edit) =>
        owner.only === undefined ? chooseOwner(resource.root, owner, owner.eligible, edit) : undefined,
    },
  ],
});

interface Unowned {
  readonly resource: Resource;
  readonly owner: Ownership;
}

function mayBeSelected({ resource, owner }: Unowned, workspace: WorkspaceView): boolean {
  return owner.field === "labels" && (picked.has(resource.kind) || workspace.isLabelSelected(owner.key));
}

function setOnly({ resource, owner }: Unowned, edit: EditBuilder): readonly MaybeChange[] | undefined {
  const { field, key, only } = owner;
  return only === undefined ? undefined : setMetadata(resource.root, field, key, only, edit);
}
