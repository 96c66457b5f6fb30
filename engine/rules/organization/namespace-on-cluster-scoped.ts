import { scopeOf } from "../../kubernetes/kinds.ts";
import { defineRule, resources } from "../../lint/rule.ts";

export default defineRule({
  id: "namespace-on-cluster-scoped",
  category: "organization",
  severity: "information",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An object that lives outside of namespaces names one.",
  why: "The API server drops it, so the object reaches further than its manifest says.",
  links: [
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#not-all-objects-are-in-a-namespace",
  ],
  tags: ["unnecessary"],
  on: resources,

  *check({ apiVersion, kind, root }) {
    if (scopeOf(apiVersion, kind) !== "cluster") return;
    const namespace = root.at("metadata", "namespace");
    if (namespace?.string) yield { at: namespace, data: { kind, namespace: namespace.string } };
  },

  message: ({ kind, namespace }) =>
    `A ${kind} lives outside of namespaces, so the API server drops "${namespace}" here.`,

  fixes: [
    {
      // Safe: the API server stores the same object.
      class: "safe",
      title: () => "Remove the namespace",
      edits: ({ at }, edit) => [edit.remove(at)],
    },
  ],
});
