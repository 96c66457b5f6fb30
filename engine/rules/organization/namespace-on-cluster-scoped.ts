import { scopeOf } from "../../kubernetes/kinds.ts";
import { oldVersion } from "../../kubernetes/old-versions.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, resources } from "../../rule/rule.ts";

export default defineRule({
  id: "namespace-on-cluster-scoped",
  category: "organization",
  severity: "information",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A cluster-scoped object has a namespace.",
  why: "The API server ignores the namespace, so the object applies to the whole cluster although its manifest suggests otherwise.",
  links: [
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#not-all-objects-are-in-a-namespace",
  ],
  tags: ["unnecessary"],
  on: resources,

  *check(resource) {
    const { apiVersion, kind, root } = resource;
    if (scopeOf(apiVersion, kind) !== "cluster") return;
    const old = oldVersion(apiVersion, kind);
    // The whole object must be removed.
    if (old && old.instead === undefined) return;
    const namespace = root.at("metadata", "namespace");
    if (namespace?.string)
      yield { at: namespace, data: { title: titleOf(resource), namespace: namespace.string } };
  },

  message: ({ title, namespace }) =>
    `${title} is cluster-scoped, so the API server ignores its namespace "${namespace}".`,

  fixClasses: ["safe"],
  *fixes({ at }, edit) {
    // Safe: the API server stores the same object.
    yield { class: "safe", title: "Remove namespace", edits: [edit.remove(at)] };
  },
});
