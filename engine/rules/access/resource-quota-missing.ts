import { addCompanion } from "../../edits/companion.ts";
import { placeholder } from "../../edits/edit.ts";
import { defineRule, inWorkspace, kinds } from "../../rule/rule.ts";
import { isOwnNamespace } from "../shared/namespaces.ts";

export default defineRule({
  id: "resource-quota-missing",
  category: "access",
  severity: "hint",
  since: "0.1.0",
  presets: [],
  peers: { trivy: ["KSV-0040"] },
  standards: { nsa: ["Resource policies"] },
  summary: "A namespace has no ResourceQuota that sets a limit.",
  why: "One team, or one controller that creates pods in a loop, can use up the whole cluster.",
  links: ["https://kubernetes.io/docs/concepts/policy/resource-quotas/"],
  on: inWorkspace(kinds("/Namespace")),

  *check(resource, { workspace, settings }) {
    const { name, anchor } = resource;
    if (!isOwnNamespace(name, settings.namespaces)) return;
    // A ResourceQuota without a namespace, or with a namespace that is filled in later, might apply to this namespace.
    if (workspace.ofKind("/ResourceQuota", name).every(({ empty }) => empty))
      yield { at: anchor, data: { name, resource } };
  },

  message: ({ name }) =>
    `No ResourceQuota in this workspace limits namespace "${name}", so its workloads can use up the resources of the whole cluster.`,

  fixClasses: ["template"],
  *fixes({ data: { name, resource } }, edit) {
    const hard = {
      "requests.cpu": placeholder(4),
      "requests.memory": placeholder("8Gi"),
      "limits.memory": placeholder("16Gi"),
      pods: placeholder(50),
    };
    const quota = { apiVersion: "v1", kind: "ResourceQuota", name, body: { spec: { hard } } };
    // Template: the user must choose the amounts.
    yield {
      class: "template",
      title: `Add a ResourceQuota with starting values to namespace "${name}"`,
      caveat: "new pods must then set requests and a memory limit",
      edits: [addCompanion(resource, quota, edit)],
    };
  },
});
