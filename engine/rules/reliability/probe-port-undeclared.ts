import { longRunningContainersOf, quotedName } from "../../kubernetes/containers.ts";
import { probedPort, probesOf, tcpPortsOf } from "../../kubernetes/probes.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "probe-port-undeclared",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "kube-linter"],
  presetOptions: { "kube-linter": { every: true } },
  peers: { "kube-linter": ["liveness-port", "readiness-port", "startup-port"] },
  summary: "A probe asks a port that its container does not declare.",
  why: "It works where something listens there, but mostly the one number was changed and the other was not.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
  ],
  options: { every: flag("Asks containers that declare no ports at all, too.", false) },
  on: workloads,

  *check(workload, { options }) {
    for (const container of longRunningContainersOf(workload)) {
      const list = container.at("ports");
      const declared = tcpPortsOf(container);
      const settled = (list?.items() ?? []).every((port) => port.at("containerPort")?.number !== undefined);
      if (!settled || list?.isNull || (!options.every && declared.length === 0)) continue;
      for (const probe of probesOf(container)) {
        const at = probedPort(probe);
        const number = at?.number;
        if (!at || number === undefined || declared.some((port) => port.number === number)) continue;
        yield {
          at,
          data: { name: quotedName(container), owner: container.value, kind: probe.kind, number, declared },
        };
      }
    }
  },

  message: ({ name, kind, number, declared }) => {
    const ports = declared.map((port) => port.number).join(", ");
    const says = declared.length === 0 ? "declares no ports" : `declares only ${ports}`;
    return `The ${kind} probe asks port ${number}, but container ${name} ${says}, so one of the two may be wrong.`;
  },

  fixes: [
    {
      // Review: on the network of its node, a declared port is taken there.
      class: "review",
      title: ({ number }) => `Declare port ${number}`,
      edits: ({ data: { owner, number } }, edit) => [
        edit.append(owner, ["ports"], { containerPort: number }, { after: ["image"] }),
      ],
    },
    {
      // Review: the container answers there, or not.
      class: "review",
      title: ({ declared: [first] }) => `Ask port ${first?.number}, which it declares`,
      edits: ({ at, data: { declared } }, edit) =>
        declared.length === 1 ? [edit.setValue(at, declared[0]!.number)] : undefined,
    },
  ],
});
