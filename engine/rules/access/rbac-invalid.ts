import { placeholder } from "../../edits/edit.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { rbacGroup as group, rbacFaults, subjectKind } from "../../kubernetes/rbac-faults.ts";
import { defineRule, inWorkspace, kinds } from "../../rule/rule.ts";

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
  on: inWorkspace(
    kinds(`${group}/Role`, `${group}/ClusterRole`, `${group}/RoleBinding`, `${group}/ClusterRoleBinding`),
  ),

  *check(resource, { workspace, uri }) {
    const title = titleOf(resource);
    for (const fault of rbacFaults(resource)) {
      // A kustomization might set the namespace, and so might an overlay elsewhere that includes it.
      const { namespace: isSet, listedIn } = workspace.kustomize(uri);
      if (fault.type === "namespace" && (isSet || listedIn.length > 0)) continue;
      const name = fault.subject?.at("name")?.string;
      const accounts = name === undefined ? [] : workspace.named("/ServiceAccount", undefined, name);
      const namespaces = [...new Set(accounts.map(({ namespace }) => namespace))];
      const namespace = namespaces.length === 1 ? namespaces[0] : undefined;
      yield { at: fault.at, onKey: fault.onKey ?? false, data: { ...fault, title, namespace } };
    }
  },

  message: ({ title, problem }) => `${title} ${problem}, so the API server rejects it.`,

  fixClasses: ["safe", "review", "template"],
  *fixes({ at, data: { type, namespace, subject } }, edit) {
    switch (type) {
      case "account group":
        // Safe: the API server rejected it, and ServiceAccounts have no API group.
        yield { class: "safe", title: "Remove apiGroup", edits: [edit.remove(at)] };
        return;
      case "group":
        // Safe: the API server rejected it, and users and groups have no other API group.
        yield { class: "safe", title: `Set apiGroup to "${group}"`, edits: [edit.setValue(at, group)] };
        return;
      case "kind": {
        const kind = subjectKind(at.string ?? "");
        if (kind === undefined) return;
        // Safe: the API server rejected it, and the value can only mean this kind.
        yield { class: "safe", title: `Set kind to ${kind}`, edits: [edit.setValue(at, kind)] };
        return;
      }
      case "namespace":
        if (!subject) return;
        if (namespace !== undefined) {
          // Review: it is the only account with this name here, but a different one might be meant.
          yield {
            class: "review",
            title: `Set namespace to "${namespace}"`,
            edits: [edit.set(subject, ["namespace"], namespace)],
          };
          return;
        }
        // Template: the namespace of the account is unknown.
        yield {
          class: "template",
          title: `Add the namespace of ServiceAccount "${subject.at("name")?.string ?? ""}"`,
          edits: [edit.set(subject, ["namespace"], placeholder("my-namespace"))],
        };
    }
  },
});
