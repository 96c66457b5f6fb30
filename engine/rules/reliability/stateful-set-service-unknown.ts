import { titleOf } from "../../kubernetes/pods.ts";
import { literal } from "../../kubernetes/resource.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "stateful-set-service-unknown",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-score": ["statefulset-has-servicename"] },
  summary: "A StatefulSet's Service is not there, and one of nearly that name is.",
  why: "Nothing fails when it is applied, but the pods do not find each other by their names.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id"],
  asksWorkspace: true,
  on: kinds("apps/StatefulSet"),

  *check(resource, { workspace, uri }) {
    const at = resource.root.at("spec", "serviceName");
    const name = literal(at);
    if (!at || name === undefined) return;
    const namespace = workspace.kustomize(uri).namespace ? undefined : resource.namespace;
    if (workspace.named("/Service", namespace, name).length > 0) return;
    const [meant, ...others] = workspace
      .similar("/Service", namespace, name)
      .filter(({ headless }) => headless);
    if (!meant || others.length > 0) return;
    const related = [{ at: meant.place, message: "The similar Service stands here." }];
    yield { at, data: { title: titleOf(resource), name, instead: meant.name! }, related };
  },

  message: ({ title, name, instead }) =>
    `${title} names its pods by Service "${name}", which this workspace does not have, but it has "${instead}", so the names may not resolve.`,

  fixes: [
    {
      // Review: the field of a StatefulSet that exists cannot be changed; it must be made anew.
      class: "review",
      title: ({ instead }) => `Use Service "${instead}" (only for a new object)`,
      edits: ({ at, data: { instead } }, edit) => [edit.setValue(at, instead)],
    },
  ],
});
