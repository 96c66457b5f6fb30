import { placeholder } from "../../edits/edit.ts";
import { scopeOf } from "../../kubernetes/kinds.ts";
import { mayBePatch } from "../../kubernetes/patches.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import { defineRule, resources } from "../../rule/rule.ts";

/**
 * Requests to the API server, which are not stored and need no name, and the kind that gets a generated one. Source:
 * https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/registry/core/limitrange/strategy.go
 */
const nameless = /Review$|^(?:Binding|DeleteOptions|Eviction|LimitRange|PodExecOptions|TokenRequest)$/;

export default defineRule({
  id: "name-missing",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An object has no name.",
  why: "The API server stores every object under its name, so it rejects an object without a name.",
  links: [
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
    "https://kubernetes.io/docs/reference/using-api/api-concepts/#generated-values",
  ],
  on: resources,

  *check(resource) {
    const { apiVersion, kind, root } = resource;
    if (scopeOf(apiVersion, kind) === "unknown" || nameless.test(kind) || mayBePatch(resource)) return;
    const metadata = root.at("metadata");
    // If metadata is not a mapping yet, the user is still typing.
    if (metadata ? !metadata.isMap : !hasContent(resource)) return;
    const name = metadata?.at("name");
    if (metadata?.at("generateName") || (name && name.string !== "")) return;
    yield { at: name ?? root.at("kind") ?? root, data: { kind, root, name } };
  },

  message: ({ kind, name }) =>
    `This ${kind} has ${name ? "an empty" : "no"} name, so the API server rejects it.`,

  fixClasses: ["template"],
  *fixes({ data: { kind, root } }, edit) {
    const name = placeholder(`my-${kind.toLowerCase()}`);
    // Template: only the author knows the name.
    yield {
      class: "template",
      title: "Add a name",
      edits: [
        root.at("metadata")
          ? edit.set(root, ["metadata", "name"], name, { before: ["namespace", "labels", "annotations"] })
          : edit.set(root, ["metadata"], { name }, { after: ["kind", "apiVersion"] }),
      ],
    };
  },
});

/** Whether the object has fields other than its type. */
function hasContent({ root }: Resource): boolean {
  return root.entries().some(({ name }) => name !== "apiVersion" && name !== "kind");
}
