import { readSelector } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { portNameProblem } from "../../kubernetes/ports.ts";
import { literal } from "../../kubernetes/resource.ts";
import { defineRule, inWorkspace, kinds } from "../../rule/rule.ts";
import { quotedList } from "../../text/sentence.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import { mayPatchPorts } from "../../workspace/patched-ports.ts";
import type { WorkloadFacts } from "../../workspace/pods.ts";
import { isTypo } from "../../workspace/typo.ts";

export default defineRule({
  id: "service-target-port-missing",
  category: "networking",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-score": ["service-targets-pod"] },
  summary: "A Service targets a named port that none of its pods declares.",
  why: "The API server accepts the Service, but it has no endpoints for this port, so connections fail.",
  links: ["https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports"],
  on: inWorkspace(kinds("/Service")),

  *check(resource, { workspace, uri }) {
    const spec = resource.root.at("spec");
    const selector = spec?.at("selector");
    const requirements = selector && readSelector(selector);
    const role = workspace.kustomize(uri);
    if (!requirements || requirements.length === 0 || role.labels) return;
    const { workloads, unknown } = workspace.selectedBy(
      requirements,
      role.namespace ? undefined : resource.namespace,
    );
    if (unknown || workloads.length === 0) return;
    if (workloads.some((workload) => mayHaveOtherPorts(workload, workspace))) return;
    const portNames = [...new Set(workloads.flatMap(({ pod }) => pod.portNames ?? []))];
    for (const port of spec?.at("ports")?.items() ?? []) {
      const at = port.at("targetPort");
      const name = literal(at);
      // port-name-invalid reports invalid names.
      if (!at || name === undefined || portNameProblem(name) !== undefined || portNames.includes(name))
        continue;
      yield {
        at,
        data: {
          title: titleOf(resource),
          name,
          declared: portNames,
          meant: onlyOf(portNames.filter((portName) => isTypo(name, portName))) ?? onlyOf(portNames),
        },
        related: workloads.map(({ place }) => ({ at: place, message: "The Service selects these pods." })),
      };
    }
  },

  message: ({ title, name, declared }) =>
    `${title} targets port "${name}", but its pods in this workspace declare ${declared.length === 0 ? "no named ports" : `only ${quotedList(declared)}`}, so connections to this port fail.`,

  fixClasses: ["review"],
  *fixes({ data: { meant }, at }, edit) {
    if (meant !== undefined) {
      // Review: traffic reaches pods that it did not reach before.
      yield { class: "review", title: `Use port "${meant}"`, edits: [edit.setValue(at, meant)] };
    }
  },
});

function mayHaveOtherPorts(workload: WorkloadFacts, workspace: WorkspaceView): boolean {
  // A patch contains only a part of its object.
  const isPart = workspace.kustomize(workload.place.uri).patch;
  return !workload.pod.portNames || isPart || mayPatchPorts(workspace, workload);
}

function onlyOf(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}
