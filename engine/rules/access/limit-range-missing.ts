import { addCompanion } from "../../edits/companion.ts";
import { placeholder } from "../../edits/edit.ts";
import { defineRule, inWorkspace, kinds } from "../../rule/rule.ts";
import { isOwnNamespace } from "../shared/namespaces.ts";

export default defineRule({
  id: "limit-range-missing",
  category: "access",
  severity: "hint",
  since: "0.1.0",
  presets: [],
  peers: { trivy: ["KSV-0039"] },
  standards: { nsa: ["Resource policies"] },
  summary: "A namespace has no LimitRange that sets defaults for containers.",
  why: "Containers without requests have no guaranteed resources, and containers without limits can use up a whole node.",
  links: ["https://kubernetes.io/docs/concepts/policy/limit-range/"],
  on: inWorkspace(kinds("/Namespace")),

  *check(resource, { workspace, settings }) {
    const { name, anchor } = resource;
    if (!isOwnNamespace(name, settings.namespaces)) return;
    // A LimitRange without a namespace, or with a namespace that is filled in later, might apply to this namespace.
    if (
      workspace
        .ofKind("/LimitRange", name)
        .every(
          ({ defaults, empty }) => empty || (defaults?.limits.length === 0 && defaults.requests.length === 0),
        )
    )
      yield { at: anchor, data: { name, resource } };
  },

  message: ({ name }) =>
    `No LimitRange in this workspace sets defaults for namespace "${name}", so containers there without limits can use up a whole node.`,

  fixClasses: ["template"],
  *fixes({ data: { name, resource } }, edit) {
    const limit = {
      type: "Container",
      defaultRequest: { cpu: placeholder("100m"), memory: placeholder("128Mi") },
      default: { memory: placeholder("256Mi") },
    };
    const range = { apiVersion: "v1", kind: "LimitRange", name, body: { spec: { limits: [limit] } } };
    // Template: the user must choose the amounts.
    yield {
      class: "template",
      title: `Add a LimitRange with starting values to namespace "${name}"`,
      edits: [addCompanion(resource, range, edit)],
    };
  },
});
