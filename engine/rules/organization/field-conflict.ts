import { fieldConflicts } from "../../kubernetes/field-conflicts.ts";
import { defineRule, resources } from "../../rule/rule.ts";

export default defineRule({
  id: "field-conflict",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "Fields of an object conflict with each other.",
  why: "The API server rejects an object with duplicate names or with fields that cannot be set together.",
  links: [
    "https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services",
    "https://kubernetes.io/docs/concepts/workloads/controllers/job/#specifying-your-own-pod-selector",
  ],
  on: resources,

  *check(resource) {
    for (const { at, onKey = false, fact, surplus } of fieldConflicts(resource))
      yield { at, onKey, data: { fact, surplus } };
  },

  message: ({ fact }) => `${fact}, so the API server rejects it.`,

  fixClasses: ["safe"],
  *fixes({ data: { surplus } }, edit) {
    // Safe: the API server rejects the object as written, and the generated selector selects the same pods.
    yield {
      class: "safe",
      title: "Remove the selector (Kubernetes generates one)",
      edits: surplus ? [edit.remove(surplus)] : undefined,
    };
  },
});
