import { placeholder } from "../../edits/edit.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { rbacGroup as group, rbacFaults, subjectKind } from "../../kubernetes/rbac-faults.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "rbac-invalid",
  category: "access",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A Role, ClusterRole or binding is invalid.",
  why: "The API server rejects it, so its permissions are not granted.",
  links: [
    "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#api-overview",
    "https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/rbac/validation/validation.go",
  ],
  asksWorkspace: true,
  on: kinds(`${group}/Role`, `${group}/ClusterRole`, `${group}/RoleBinding`, `${group}/ClusterRoleBinding`),

  *check(resource, { workspace, uri }) {
    const title = titleOf(resource);
    for (const fault of rbacFaults(resource)) {
      // A kustomization might set the namespace.
      if (fault.type === "namespace" && workspace.kustomize(uri).namespace) continue;
      const name = fault.subject?.at("name")?.string;
      const accounts = name === undefined ? [] : workspace.named("/ServiceAccount", undefined, name);
      const namespaces = [...new Set(accounts.map(({ namespace }) => namespace))];
      const namespace = namespaces.length === 1 ? namespaces[0] : undefined;
      yield { at: fault.at, onKey: fault.onKey ?? false, data: { ...fault, title, namespace } };
    }
  },

  message: ({ title, problem }) => `${title} ${problem}, so the API server rejects it.`,

  fixes: [
    {
      // Safe: the API server rejected it, and ServiceAccounts have no API group.
      class: "safe",
      title: () => "Remove apiGroup",
      edits: ({ data: { type, at } }, edit) => (type === "account group" ? [edit.remove(at)] : undefined),
    },
    {
      // Safe: the API server rejected it, and users and groups have no other API group.
      class: "safe",
      title: () => `Set apiGroup to "${group}"`,
      edits: ({ data: { type, at } }, edit) => (type === "group" ? [edit.setValue(at, group)] : undefined),
    },
    {
      // Safe: the API server rejected it, and the value can only mean this kind.
      class: "safe",
      title: ({ at }) => `Set kind to ${subjectKind(at.string ?? "")}`,
      edits: ({ at, data: { type } }, edit) => {
        const kind = type === "kind" ? subjectKind(at.string ?? "") : undefined;
        return kind === undefined ? undefined : [edit.setValue(at, kind)];
      },
    },
    {
      // Review: it is the only account with this name here, but a different one might be meant.
      class: "review",
      title: ({ namespace }) => `Set namespace to "${namespace}"`,
      edits: ({ data: { type, subject, namespace } }, edit) =>
        type === "namespace" && subject && namespace !== undefined
          ? [edit.set(subject, ["namespace"], namespace)]
          : undefined,
    },
    {
      // Template: the namespace of the account is unknown.
      class: "template",
      title: () => "Add a namespace to the ServiceAccount",
      edits: ({ data: { type, subject, namespace } }, edit) =>
        type === "namespace" && subject && namespace === undefined
          ? [edit.set(subject, ["namespace"], placeholder("my-namespace"))]
          : undefined,
    },
  ],
});
