import { readSelector } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { portNameProblem } from "../../kubernetes/ports.ts";
import { literal } from "../../kubernetes/resource.ts";
import { defineRule, kinds } from "../../lint/rule.ts";
import { isTypo } from "../../workspace/typo.ts";

export default defineRule({
  id: "service-target-port-missing",
  category: "networking",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-score": ["service-targets-pod"] },
  summary: "A Service sends traffic to a port by a name that none of its pods has.",
  why: "The Service has no endpoints for this port, and nothing says so when it is applied.",
  links: ["https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports"],
  asksWorkspace: true,
  on: kinds("/Service"),

  *check(resource, { workspace, uri }) {
    const spec = resource.root.at("spec");
    const selector = spec?.at("selector");
    const asked = selector && readSelector(selector);
    const role = workspace.kustomize(uri);
    if (!asked || asked.length === 0 || role.labels) return;
    const { workloads, unknown } = workspace.selectedBy(
      asked,
      role.namespace ? undefined : resource.namespace,
    );
    // A patch shows only a part of what its object has.
    if (unknown || workloads.length === 0) return;
    if (workloads.some(({ pod, place }) => !pod.portNames || workspace.kustomize(place.uri).patch)) return;
    const declared = [...new Set(workloads.flatMap(({ pod }) => pod.portNames ?? []))];
    for (const port of spec?.at("ports")?.items() ?? []) {
      const at = port.at("targetPort");
      const name = literal(at);
      // A name that is none is another rule's.
      if (!at || name === undefined || portNameProblem(name) !== undefined || declared.includes(name))
        continue;
      const near = declared.filter((one) => isTypo(name, one));
      const meant = near.length === 1 ? near[0] : declared.length === 1 ? declared[0] : undefined;
      yield {
        at,
        data: { title: titleOf(resource), name, declared, meant },
        related: workloads.map(({ place }) => ({ at: place, message: "These are its pods." })),
      };
    }
  },

  message: ({ title, name, declared }) =>
    `${title} sends traffic to the port "${name}" of its pods, which have ${declared.length === 0 ? "no port with a name" : `only ${declared.map((one) => `"${one}"`).join(", ")}`}, so nobody is reached.`,

  fixes: [
    {
      // Review: traffic reaches pods that it did not reach.
      class: "review",
      title: ({ meant }) => `Send it to the port "${meant}"`,
      edits: ({ at, data: { meant } }, edit) =>
        meant === undefined ? undefined : [edit.setValue(at, meant)],
    },
  ],
});
