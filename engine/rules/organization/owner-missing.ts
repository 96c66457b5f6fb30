import type { EditBuilder, MaybeChange } from "../../edits/edit.ts";
import { setMetadata } from "../../edits/metadata.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import { defineRule, inWorkspace, resources } from "../../rule/rule.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import { chooseOwner, type Ownership, ownerKeyText, ownershipOf } from "../shared/owners.ts";

/** Kinds that policies, schedulers and claims select by label, mostly from outside the workspace. */
const selectedElsewhere: ReadonlySet<string> = new Set(["Namespace", "Node", "PersistentVolume", "Pod"]);

export default defineRule({
  id: "owner-missing",
  category: "organization",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An object has no owner, although your settings define owners.",
  why: "Without an owner, alerts, costs and questions about the object cannot be assigned.",
  links: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#motivation"],
  on: inWorkspace(resources),

  *check(resource, context) {
    const owner = ownershipOf(resource, context);
    if (owner?.text !== "" || context.workspace.kustomize(context.uri)[owner.field]) return;
    yield { at: owner.at ?? resource.anchor, data: { resource, owner } };
  },

  message: ({ resource, owner }) =>
    `${titleOf(resource)} has no ${owner.field === "labels" ? "label" : "annotation"} "${owner.key}", so its owner is unknown.`,

  fixClasses: ["safe", "review", "template"],
  *fixes({ data }, edit, { workspace }) {
    const { owner, resource } = data;
    if (!mayBeSelected(data, workspace)) {
      // Safe: selectors do not use annotations, and nothing in the workspace selects by this label.
      yield {
        class: "safe",
        title: `Set ${ownerKeyText(owner)} to ${owner.only}`,
        edits: setOnly(data, edit),
      };
    }
    if (mayBeSelected(data, workspace)) {
      // Review: selectors that use the label will match the object.
      yield {
        class: "review",
        title: `Set ${ownerKeyText(owner)} to ${owner.only}`,
        edits: setOnly(data, edit),
      };
    }
    if (owner.only === undefined) {
      // Template: only the author knows which of several owners is right.
      yield {
        class: "template",
        title: `${owner.at ? "Set" : "Add"} ${ownerKeyText(owner)}`,
        edits: chooseOwner(resource.root, owner, owner.eligible, edit),
      };
    }
  },
});

interface Unowned {
  readonly resource: Resource;
  readonly owner: Ownership;
}

function mayBeSelected({ resource, owner }: Unowned, workspace: WorkspaceView): boolean {
  return (
    owner.field === "labels" && (selectedElsewhere.has(resource.kind) || workspace.isLabelSelected(owner.key))
  );
}

function setOnly({ resource, owner }: Unowned, edit: EditBuilder): readonly MaybeChange[] | undefined {
  const { field, key, only } = owner;
  return only === undefined ? undefined : setMetadata(resource.root, field, key, only, edit);
}
