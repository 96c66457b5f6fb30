import { titleOf } from "../../kubernetes/pods.ts";
import { rbacGroup as group, rbacFaults } from "../../kubernetes/rbac-faults.ts";
import { placeholder } from "../../lint/edit.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-invalid",
  category: "access",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A role or a binding is written so that it cannot be.",
  why: "The API server rejects it, and what waits for the rights is refused.",
  links: [
    "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#api-overview",
    "https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/rbac/validation/validation.go",
  ],
  asksWorkspace: true,
  on: kinds(`${group}/Role`, `${group}/ClusterRole`, `${group}/RoleBinding`, `${group}/ClusterRoleBinding`),

  *check(resource, { workspace, uri }) {
    const title = titleOf(resource);
    for (const fault of rbacFaults(resource)) {
      // A kustomization may put the namespace there.
      if (fault.type === "namespace" && workspace.kustomize(uri).namespace) continue;
      const name = fault.subject?.at("name")?.string;
      const accounts = name === undefined ? [] : workspace.named("/ServiceAccount", undefined, name);
      const namespaces = [...new Set(accounts.map(({ namespace }) => namespace))];
      const namespace = namespaces.length === 1 ? namespaces[0] : undefined;
      yield { at: fault.at, onKey: fault.onKey ?? false, data: { ...fault, title, namespace } };
    }
  },

  message: ({ title, problem }) => `${title} ${problem}, so it is rejected.`,

  fixes: [
    {
      // Safe: the text could not be accepted, and an account has no other group.
      class: "safe",
      title: () => "Remove apiGroup",
      edits: ({ data: { type, at } }, edit) => (type === "account group" ? [edit.remove(at)] : undefined),
    },
    {
      // Safe: the text could not be accepted, and users and groups have no other group.
      class: "safe",
      title: () => `Set apiGroup to ${group}`,
      edits: ({ data: { type, at } }, edit) => (type === "group" ? [edit.setValue(at, group)] : undefined),
    },
    {
      // Review: it is the only account of that name here, which need not be the one that is meant.
      class: "review",
      title: ({ namespace }) => `Set the namespace to ${namespace}`,
      edits: ({ data: { type, subject, namespace } }, edit) =>
        type === "namespace" && subject && namespace !== undefined
          ? [edit.set(subject, ["namespace"], namespace)]
          : undefined,
    },
    {
      // Template: nothing here shows where the account is.
      class: "template",
      title: () => "Say in which namespace the account is",
      edits: ({ data: { type, subject, namespace } }, edit) =>
        type === "namespace" && subject && namespace === undefined
          ? [edit.set(subject, ["namespace"], placeholder("my-namespace"))]
          : undefined,
    },
  ],
});
